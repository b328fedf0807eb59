import { type FoundEntry, findEntries } from '../views/find-entries.ts';
import type { SearchIndex } from '../views/search-index.ts';
import { element, link } from './elements.ts';
import { hasSingleKeys, setSingleKeys } from './single-keys.ts';

interface Finder {
  readonly dialog: HTMLDialogElement;
  readonly input: HTMLInputElement;
}

let finder: Finder | null = null;

/** Opens the search over pages, features, alerts, segments and reports. Its index is fetched the first time. */
export async function openFind(base: string): Promise<void> {
  finder ??= build(await readIndex(base), base);
  if (!finder.dialog.open) finder.dialog.showModal();
  finder.input.select();
}

async function readIndex(base: string): Promise<SearchIndex> {
  const response = await fetch(`${base}search.json`);
  if (!response.ok) return { features: [], alerts: [], segments: [], pages: [], reports: [] };
  return (await response.json()) as SearchIndex;
}

function build(index: SearchIndex, base: string): Finder {
  const input = element('input');
  input.type = 'search';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.placeholder = 'Feature, report, alert, segment or page';
  input.setAttribute('aria-label', 'Find');
  const list = element('ul');
  const said = element('output');
  said.className = 'visually-hidden';
  const keys = element('input');
  keys.type = 'checkbox';
  keys.checked = hasSingleKeys();
  keys.addEventListener('change', () => setSingleKeys(keys.checked));
  const dialog = element(
    'dialog',
    input,
    said,
    list,
    element('label', keys, ' Keys without ⌘ or Ctrl: / finds, j and k go on and back'),
  );
  dialog.className = 'find';
  dialog.setAttribute('aria-label', 'Find');
  const show = (): void => {
    const found = findEntries(index, input.value);
    list.replaceChildren(...found.map((entry) => item(entry, base)));
    said.value = `${found.length} found`;
  };
  const links = (): HTMLAnchorElement[] => [...list.querySelectorAll('a')];
  input.addEventListener('input', show);
  dialog.addEventListener('keydown', (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement as HTMLAnchorElement);
    if (event.key === 'Enter' && document.activeElement === input) all[0]?.click();
    else if (event.key === 'ArrowDown') all[Math.min(at + 1, all.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (all[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  // A click beside the box closes it; a chosen place on the same page, too.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || (event.target as HTMLElement).closest('a') !== null) dialog.close();
  });
  document.body.append(dialog);
  show();
  return { dialog, input };
}

function item({ kind, label, path, note }: FoundEntry, base: string): HTMLLIElement {
  const place = link('', `${base}${path}`);
  place.append(element('bdi', label));
  return element('li', place, element('small', note === '' ? kind : `${kind} · ${note}`));
}
