import { remember } from './elements.ts';

/** Score range filter: two thumbs, presets, the number of rows; the range is kept in the URL. */
export function startPredictions(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-predictions]');
  const table = document.querySelector<HTMLTableElement>('table[data-rows]');
  if (form === null || table === null) return;
  const low = form.elements.namedItem('min') as HTMLInputElement;
  const high = form.elements.namedItem('max') as HTMLInputElement;
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => ({
    row,
    score: Number(row.cells[1]?.dataset['v']),
  }));
  const most = Number(form.dataset['predictions']);
  const apply = (): void => {
    const from = Number(low.value);
    const to = Number(high.value);
    // Rows are in the page newest first.
    const found = rows.filter(({ score }) => inside(score, from, to));
    const shown = new Set(found.slice(0, most));
    for (const entry of rows) entry.row.hidden = !shown.has(entry);
    describe(form, from, to, found.length, shown.size);
    remember({ min: from === 0 ? '' : String(from), max: to === 1 ? '' : String(to) });
  };
  const set = (from: number, to: number): void => {
    low.value = String(from);
    high.value = String(to);
    apply();
  };
  low.addEventListener('input', () => {
    if (Number(low.value) > Number(high.value)) low.value = high.value;
    apply();
  });
  high.addEventListener('input', () => {
    if (Number(high.value) < Number(low.value)) high.value = low.value;
    apply();
  });
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[data-min]')) {
    button.addEventListener('click', () => set(Number(button.dataset['min']), Number(button.dataset['max'])));
  }
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  const [from, to] = fromAddress();
  set(from, to);
}

const inside = (score: number, from: number, to: number): boolean => score >= from && score <= to;

function describe(form: HTMLFormElement, from: number, to: number, found: number, shown: number): void {
  const text = (name: string, value: string): void => {
    const output = form.elements.namedItem(name);
    if (output instanceof HTMLOutputElement) output.value = value;
  };
  text('from', from.toFixed(2));
  text('to', to.toFixed(2));
  const fill = form.querySelector('[data-fill]');
  fill?.setAttribute('x', `${from * 100}%`);
  fill?.setAttribute('width', `${(to - from) * 100}%`);
  for (const button of form.querySelectorAll<HTMLButtonElement>('button[data-min]')) {
    button.ariaPressed = String(
      Number(button.dataset['min']) === from && Number(button.dataset['max']) === to,
    );
  }
  const count = form.querySelector('[data-count]');
  if (count !== null)
    count.textContent =
      found > shown ? `The newest ${shown} of ${found} in this range.` : `${found} in this range.`;
}

function fromAddress(): [number, number] {
  const query = new URLSearchParams(location.search);
  const read = (name: string, otherwise: number): number => {
    const text = query.get(name);
    const value = Number(text);
    return text === null || text === '' || Number.isNaN(value) ? otherwise : Math.min(1, Math.max(0, value));
  };
  const from = read('min', 0);
  const to = read('max', 1);
  return from <= to ? [from, to] : [to, from];
}
