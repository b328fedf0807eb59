const NEXT: Readonly<Record<string, string>> = { '': 'light', light: 'dark', dark: '' };
const WORD: Readonly<Record<string, string>> = { '': 'auto', light: 'light', dark: 'dark' };

/** A switch between the system's theme, light and dark. The choice is kept where storage is allowed. */
export function startTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (button === null) return;
  const root = document.documentElement;
  const show = (): void => {
    button.textContent = `Theme: ${WORD[root.dataset['theme'] ?? ''] ?? 'auto'}`;
  };
  button.addEventListener('click', () => {
    const next = NEXT[root.dataset['theme'] ?? ''] ?? '';
    if (next === '') delete root.dataset['theme'];
    else root.dataset['theme'] = next;
    remember(next);
    show();
  });
  show();
  button.hidden = false;
}

function remember(theme: string): void {
  try {
    if (theme === '') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage may be forbidden; the choice then holds for this page only.
  }
}
