const NEXT: Readonly<Record<string, string>> = { '': 'light', light: 'dark', dark: '' };
const WORD: Readonly<Record<string, string>> = { '': 'auto', light: 'light', dark: 'dark' };

/** Switches between the system's theme, light and dark, and stores the choice if storage is allowed. */
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
    // Without access to storage, the choice applies to this page only.
  }
}
