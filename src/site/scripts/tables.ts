import { remember } from './elements.ts';

/** Sorts tables by their column heads and filters the drift table; both are kept in the URL. */
export function startTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sortable]'))
    makeSortable(table);
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-filter]')) makeFilter(form);
}

function makeSortable(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    if (head.dataset['sort'] === 'none') return;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    const order = (ascending: boolean): void => {
      for (const other of heads) other.removeAttribute('aria-sort');
      head.ariaSort = ascending ? 'ascending' : 'descending';
      sort(table, column, ascending);
    };
    button.addEventListener('click', () => {
      const ascending = head.ariaSort !== 'ascending';
      order(ascending);
      remember({ sort: `${ascending ? '' : '-'}${nameOf(head)}` });
    });
    const wanted = new URLSearchParams(location.search).get('sort');
    if (wanted?.replace(/^-/, '') === nameOf(head)) order(!wanted.startsWith('-'));
  });
}

const nameOf = (head: HTMLElement): string =>
  (head.textContent ?? '').trim().toLowerCase().replaceAll(' ', '-');

function sort(table: HTMLTableElement, column: number, ascending: boolean): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const direction = ascending ? 1 : -1;
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row.cells[column]) }));
  rows.sort((a, b) => direction * compare(a.key, b.key));
  body.append(...rows.map(({ row }) => row));
}

type Key = number | string;

function keyOf(cell: HTMLTableCellElement | undefined): Key {
  const value = cell?.dataset['v'];
  if (value !== undefined) return Number(value);
  return cell?.querySelector('time')?.dateTime ?? cell?.textContent?.trim() ?? '';
}

const compare = (a: Key, b: Key): number =>
  typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true });

function makeFilter(form: HTMLFormElement): void {
  const table = form.parentElement?.querySelector<HTMLTableElement>('table[data-sortable]');
  const query = form.elements.namedItem('q') as HTMLInputElement;
  const status = form.elements.namedItem('status') as HTMLSelectElement;
  const output = form.querySelector('output');
  if (table == null || output === null) return;
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) => ({
    row,
    name: row.cells[0]?.textContent?.toLowerCase() ?? '',
    status: row.querySelector('.badge')?.textContent ?? '',
  }));
  const apply = (): void => {
    const wanted = query.value.trim().toLowerCase();
    let shown = 0;
    for (const entry of rows) {
      const keep = entry.name.includes(wanted) && (status.value === '' || entry.status === status.value);
      entry.row.hidden = !keep;
      if (keep) shown++;
    }
    output.textContent = `${shown} of ${rows.length} features`;
  };
  const asked = new URLSearchParams(location.search);
  query.value = asked.get('q') ?? '';
  status.value = asked.get('status') ?? '';
  form.addEventListener('input', () => {
    remember({ q: query.value.trim(), status: status.value });
    apply();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.hidden = false;
  apply();
}
