const STORED = 'single-keys';

/** Whether keys without a modifier mean something; the reader's choice. */
export function hasSingleKeys(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, 'off');
  } catch {
    // Without access to storage, the keys stay on.
  }
}
