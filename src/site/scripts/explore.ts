import { UNITS } from '../../figures/units.ts';
import { formatDay, plural } from '../../wording/format.ts';
import { unitWords } from '../charts/payload.ts';
import {
  type Choice,
  choiceOf,
  daysBefore,
  type Explored,
  type ExploredFigure,
  explore,
  type IndexedReport,
  type ReportIndex,
  reportsOf,
} from '../views/explore.ts';
import { element, link, remember } from './elements.ts';
import type { Plot } from './explore-plot.ts';

const KEYS = ['figure', 'with', 'from', 'to'] as const;

/** Any figure over any time: the choice is kept in the URL, and nothing is fetched before the section is opened. */
export function startExplore(): void {
  const section = document.querySelector<HTMLDetailsElement>('details[data-explore]');
  const form = section?.querySelector('form');
  if (section == null || form == null) return;
  const json = section.querySelector('script[type="application/json"]')?.textContent ?? '[]';
  const figures = JSON.parse(json) as ExploredFigure[];
  const [first] = figures;
  if (first === undefined) return;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
  for (const name of ['figure', 'with']) {
    field(name).append(...figures.map(({ id, label }) => new Option(label, id)));
  }
  const query = new URLSearchParams(location.search);
  const restored = choiceOf(query, figures);
  field('figure').value = restored.figures[0]?.id ?? first.id;
  field('with').value = restored.figures[1]?.id ?? '';
  field('from').value = restored.from ?? '';
  field('to').value = restored.to ?? '';

  const values = () => Object.fromEntries(KEYS.map((name) => [name, field(name).value]));
  const chosen = (): Choice => choiceOf(new URLSearchParams(values()), figures);
  const base = section.dataset['explore'] ?? '/';
  const show = async (): Promise<void> => {
    try {
      const { reports, Plot } = await load(base);
      present(section, explore(reports, chosen()), base, Plot);
      markRange(form, reports, chosen());
    } catch {
      loading = null;
      say(section, 'The figures of the reports could not be read. Choose again to try again.');
    }
  };
  const changed = (): void => {
    remember(values());
    void show();
  };
  form.addEventListener('input', changed);
  form.addEventListener('submit', (event) => event.preventDefault());
  for (const button of form.querySelectorAll<HTMLButtonElement>('[data-days]')) {
    button.addEventListener('click', async () => {
      const reports = await load(base).then(
        (loaded) => loaded.reports,
        () => [],
      );
      field('from').value = firstDay(button, reports) ?? '';
      field('to').value = '';
      changed();
    });
  }
  section.addEventListener('toggle', () => {
    if (section.open) void show();
  });
  section.hidden = false;
  if (KEYS.some((name) => query.has(name))) section.open = true;
}

interface Loaded {
  readonly reports: readonly IndexedReport[];
  readonly Plot: typeof Plot;
}

let loading: Promise<Loaded> | null = null;

function load(base: string): Promise<Loaded> {
  loading ??= Promise.all([import('./explore-plot.ts'), readIndex(base)]).then(([{ Plot }, reports]) => ({
    Plot,
    reports,
  }));
  return loading;
}

async function readIndex(base: string): Promise<readonly IndexedReport[]> {
  const response = await fetch(`${base}reports/index.json`);
  if (!response.ok) throw new Error(String(response.status));
  return reportsOf((await response.json()) as ReportIndex);
}

let plot: Plot | null = null;

function present(section: HTMLElement, explored: Explored, base: string, PlotClass: typeof Plot): void {
  const figure = section.querySelector('figure');
  const canvas = section.querySelector('canvas');
  if (figure === null || canvas === null) return;
  const { reports, panes, findings } = explored;
  plot?.remove();
  plot = null;
  figure.hidden = reports.length === 0;
  if (reports.length === 0) {
    say(section, 'There is no report in this time.');
    return;
  }
  const figures = panes.flatMap((pane) => pane.figures);
  const title = figure.querySelector('h3');
  title?.replaceChildren(
    ...panes.flatMap(({ spec }, i) => [
      ...(i > 0 ? [' · '] : []),
      spec.title,
      ' ',
      element('small', unitWords(spec)),
    ]),
  );
  const items = panes.flatMap(({ spec }) =>
    spec.series.map(({ label, tone }) => {
      const item = element('li', label);
      item.className = `tone-${tone}`;
      return item;
    }),
  );
  const bands = panes.flatMap(({ spec }) => spec.bands);
  for (const tone of new Set(bands.map((band) => band.tone))) {
    const label = bands.find((band) => band.tone === tone)?.label ?? '';
    const band = element('li', tone === undefined ? 'healthy range now' : `healthy range now, ${label}`);
    band.className = tone === undefined ? 'key-band' : `key-band tone-${tone}`;
    items.push(band);
  }
  figure.querySelector('.legend')?.replaceChildren(...items);
  const readout = figure.querySelector<HTMLElement>('.readout');
  const words = (report: IndexedReport): string =>
    figures
      .map(({ id, label, unit }) => `${label} ${UNITS[unit].format(report.figures[id] ?? null)}`)
      .join(', ');
  const address = ({ id }: IndexedReport): string => `${base}reports/${id}/`;
  plot = new PlotClass(canvas, explored, {
    point: (report) =>
      readout?.replaceChildren(
        ...(report === null
          ? ['Point at the plot, or use ← and →; Enter opens the report']
          : [element('span', link(formatDay(report.generatedAt), address(report)), `: ${words(report)}`)]),
      ),
    open: (report) => location.assign(address(report)),
  });
  canvas.ariaLabel = findings.join(' ');
  say(section, `${spanWords(reports)}. ${findings.join(' ')}`);
  table(figure, figures, reports, address);
}

function spanWords(reports: readonly IndexedReport[]): string {
  const [first] = reports;
  const last = reports.at(-1);
  return `${plural(reports.length, 'report')}, ${formatDay(first?.generatedAt ?? '')} to ${formatDay(last?.generatedAt ?? '')}`;
}

const say = (section: HTMLElement, text: string): void =>
  section.querySelector('[data-finding]')?.replaceChildren(text);

function table(
  figure: HTMLElement,
  figures: readonly ExploredFigure[],
  reports: readonly IndexedReport[],
  address: (report: IndexedReport) => string,
): void {
  const heads = ['Report', ...figures.map(({ label }) => label)].map((text) => {
    const head = element('th', text);
    head.scope = 'col';
    return head;
  });
  const rows = reports
    .toReversed()
    .map((report) =>
      element(
        'tr',
        element('td', link(report.id, address(report))),
        ...figures.map(({ id, unit }) => element('td', UNITS[unit].format(report.figures[id] ?? null))),
      ),
    );
  figure
    .querySelector('table')
    ?.replaceChildren(element('thead', element('tr', ...heads)), element('tbody', ...rows));
}

/** Presses the button whose range is the chosen one. */
function markRange(form: HTMLFormElement, reports: readonly IndexedReport[], { from, to }: Choice): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>('[data-days]')) {
    button.ariaPressed = String(to === null && from === firstDay(button, reports));
  }
}

/** First day of the range of a button; null: all reports. */
function firstDay({ dataset }: HTMLButtonElement, reports: readonly IndexedReport[]): string | null {
  const newest = reports.at(-1)?.generatedAt;
  const days = Number(dataset['days']);
  return days === 0 || newest === undefined ? null : daysBefore(newest, days);
}
