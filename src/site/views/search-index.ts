import type { SiteData } from '../../report/site-data.ts';
import { navigation } from '../navigation.ts';
import { listedReports } from './archive.ts';
import { byImportance } from './drift-table.ts';
import { whereWords } from './segments.ts';

/** What can be found by name; made of names that the newest report publishes anyway. Short keys keep the file small. */
export interface SearchIndex {
  /** Name, slug, and 1 where it drifted. */
  readonly features: readonly (readonly [name: string, slug: string, drifted: 0 | 1])[];
  readonly alerts: readonly (readonly [title: string, id: string])[];
  /** Weakest segments, and features by which leads are split, with the address below the page of segments. */
  readonly segments: readonly (readonly [words: string, path: string])[];
  readonly pages: readonly (readonly [label: string, path: string])[];
  /** Ids, newest first, each with the first letter of its status. */
  readonly reports: readonly string[];
}

export function searchIndex(data: SiteData): SearchIndex {
  const { current } = data;
  return {
    features: byImportance(current.drift.features).map(({ name, slug, status }) => [
      name,
      slug,
      status === 'drifted' ? 1 : 0,
    ]),
    alerts: current.alerts.map(({ title, id }) => [title, id]),
    segments: [
      ...(current.segments?.weakest ?? []).map((weak): [string, string] => [whereWords(weak), '']),
      ...(current.segments?.features ?? []).map(({ feature, slug }): [string, string] => [
        `by ${feature}`,
        `#by-${slug}`,
      ]),
    ],
    pages: [
      ...navigation(current).map(({ label, path }): [string, string] => [label, path]),
      ['Compare two reports', 'compare/'],
      ['Retraining workflow', 'workflow/'],
    ],
    reports: listedReports(data).map(({ summary }) => `${summary.id} ${summary.status.charAt(0)}`),
  };
}
