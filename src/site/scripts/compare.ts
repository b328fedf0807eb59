import { STATUS_LOOK } from '../../wording/status.ts';
import {
  type ComparableReport,
  type ComparableReports,
  compareSummaries,
} from '../views/compare-summaries.ts';
import { element, link, remember } from './elements.ts';

/** Compares any two reports. Their figures are in one JSON file per year. */
export async function startCompare(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>('form[data-compare]');
  const place = document.querySelector<HTMLElement>('[data-comparison]');
  if (form === null || place === null) return;
  const { labels, runs } = await readReports(form);
  if (runs.length < 2) return;
  const before = form.elements.namedItem('a') as HTMLSelectElement;
  const after = form.elements.namedItem('b') as HTMLSelectElement;
  for (const select of [before, after]) {
    select.append(...runs.map((run) => new Option(`${run.id} · ${STATUS_LOOK[run.status].word}`, run.id)));
  }
  const query = new URLSearchParams(location.search);
  const known = (id: string | null, otherwise: number): string =>
    runs.some((run) => run.id === id) && id !== null ? id : (runs[otherwise]?.id ?? '');
  before.value = known(query.get('a'), 1);
  after.value = known(query.get('b'), 0);
  const base = form.dataset['compare']?.replace(/compare\/$/, '') ?? '/';
  const apply = (): void => {
    const one = runs.find((run) => run.id === before.value);
    const other = runs.find((run) => run.id === after.value);
    if (one !== undefined && other !== undefined)
      place.replaceChildren(...comparison(labels, one, other, base));
  };
  form.addEventListener('input', () => {
    remember({ a: before.value, b: after.value });
    apply();
  });
  form.querySelector('[data-swap]')?.addEventListener('click', () => {
    [before.value, after.value] = [after.value, before.value];
    form.dispatchEvent(new Event('input'));
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  apply();
}

async function readReports(form: HTMLFormElement): Promise<ComparableReports> {
  const years = (form.dataset['years'] ?? '').split(' ').filter((year) => year !== '');
  const files = await Promise.all(
    years.map(async (year) => {
      const response = await fetch(`${form.dataset['compare'] ?? ''}${year}.json`);
      return response.ok ? [(await response.json()) as ComparableReports] : [];
    }),
  );
  const all = files.flat();
  return {
    labels: all[0]?.labels ?? [],
    runs: all.flatMap(({ runs }) => runs).toSorted((a, b) => b.generatedAt.localeCompare(a.generatedAt)),
  };
}

/** Creates the same elements as the built page. Uses text nodes only, so that nothing of a report becomes markup. */
function comparison(
  labels: ComparableReports['labels'],
  before: ComparableReport,
  after: ComparableReport,
  base: string,
): Node[] {
  const compared = compareSummaries(labels, before, after);
  const rows = [
    { label: 'Verdict', before: STATUS_LOOK[before.status].word, after: STATUS_LOOK[after.status].word },
    ...compared.figures,
  ];
  const body = element(
    'tbody',
    ...rows.map((row) => {
      const head = element('th', row.label);
      head.setAttribute('scope', 'row');
      const line = element('tr', head, element('td', row.before), element('td', row.after));
      if (row.before !== row.after) line.className = 'differs';
      return line;
    }),
  );
  const heads = [
    element('th', 'Figure'),
    ...[before, after].map((run) => element('th', link(run.id, `${base}reports/${run.id}/`))),
  ];
  for (const head of heads) head.setAttribute('scope', 'col');
  const table = element('table', element('thead', element('tr', ...heads)), body);
  table.className = 'numbers compare';
  const scroll = element('div', table);
  scroll.className = 'scroll';
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', 'Figures of both reports');
  return [
    scroll,
    element('h2', 'Features'),
    element('p', 'Began to drift: ', ...names(compared.began), '.'),
    element('p', 'Stopped: ', ...names(compared.stopped), '.'),
  ];
}

const names = (list: readonly string[]): (Node | string)[] =>
  list.length === 0 ? ['none'] : list.flatMap((name, i) => [...(i > 0 ? [', '] : []), element('bdi', name)]);
