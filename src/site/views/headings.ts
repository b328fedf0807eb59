/** Level of a section's main heading: 1 on a page of its own, 2 on the permalink page. */
export type TopLevel = 1 | 2;

interface Headings {
  readonly top: 'h1' | 'h2';
  readonly sub: 'h2' | 'h3';
  readonly chart: 2 | 3;
}

export const headings = (top: TopLevel): Headings =>
  top === 1 ? { top: 'h1', sub: 'h2', chart: 2 } : { top: 'h2', sub: 'h3', chart: 3 };
