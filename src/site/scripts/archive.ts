import { remember } from './elements.ts';

/** Filters the list of reports by month, verdict and model; the filter is kept in the URL. */
export function startArchive(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-archive]');
  const output = form?.querySelector('output');
  if (form === null || output == null) return;
  const read = (name: string): HTMLSelectElement => form.elements.namedItem(name) as HTMLSelectElement;
  const fields = ['month', 'status', 'version'].map((name) => ({ name, field: read(name) }));
  const months = [...document.querySelectorAll<HTMLElement>('[data-month]')].map((section) => ({
    section,
    rows: [...section.querySelectorAll<HTMLTableRowElement>('tbody tr')],
  }));
  const apply = (): void => {
    const [month = '', status = '', version = ''] = fields.map(({ field }) => field.value);
    let shown = 0;
    for (const { section, rows } of months) {
      let kept = 0;
      for (const row of rows) {
        const keep =
          (month === '' || section.dataset['month'] === month) &&
          (status === '' || row.dataset['s'] === status) &&
          (version === '' || row.cells[row.cells.length - 1]?.textContent === version);
        row.hidden = !keep;
        if (keep) kept++;
      }
      section.hidden = kept === 0;
      shown += kept;
    }
    output.textContent = `${shown} ${shown === 1 ? 'report' : 'reports'}`;
  };
  const query = new URLSearchParams(location.search);
  for (const { name, field } of fields) field.value = query.get(name) ?? '';
  form.addEventListener('input', () => {
    remember(Object.fromEntries(fields.map(({ name, field }) => [name, field.value])));
    apply();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  apply();
}
