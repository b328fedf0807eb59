import { hasSingleKeys } from './single-keys.ts';

/** Keys for moving: `/` or ⌘K to find, j and k to the next and previous feature or report. */
export function startKeys(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-find]');
  const find = async (): Promise<void> => {
    const { openFind } = await import('./find.ts');
    await openFind(button?.dataset['find'] ?? '');
  };
  if (button !== null) {
    button.hidden = false;
    button.addEventListener('click', () => void find());
  }
  addEventListener('keydown', (event) => {
    const chord = (event.metaKey || event.ctrlKey) && event.key === 'k';
    if (!chord && !isSingle(event)) return;
    if (chord || event.key === '/') {
      event.preventDefault();
      void find();
      return;
    }
    const rel = { j: 'next', k: 'prev' }[event.key];
    const link = rel === undefined ? null : document.querySelector<HTMLAnchorElement>(`a[rel="${rel}"]`);
    link?.click();
  });
}

/** A key by itself, outside of fields, where the reader has not switched such keys off. */
function isSingle(event: KeyboardEvent): boolean {
  const { target } = event;
  const isField =
    target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]');
  return !isField && !event.metaKey && !event.ctrlKey && !event.altKey && hasSingleKeys();
}
