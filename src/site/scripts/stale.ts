const HOUR_MS = 3_600_000;
/** A page that is left open grows old too. */
const CHECK_MS = 5 * 60_000;

/**
 * Shows how old the newest report is where it is older than expected: a nightly build that has stopped leaves a site that
 * looks as it always does.
 */
export function startStale(banner: HTMLElement): void {
  const { made = '', hours = '' } = banner.dataset;
  const words = banner.querySelector('p');
  const check = (): void => {
    const age = (Date.now() - Date.parse(made)) / HOUR_MS;
    // False for a time that cannot be read.
    banner.hidden = !(age > Number(hours));
    const text = `This report is ${ageInWords(age)} old: the nightly build seems to have stopped.`;
    if (!banner.hidden && words !== null && words.textContent !== text) words.textContent = text;
  };
  check();
  setInterval(check, CHECK_MS);
}

const MINUTE_MS = 60_000;

/** Fills every `[data-age]` with the age of the time that it names: " · 3 h ago". */
export function startAges(): void {
  const places = document.querySelectorAll<HTMLElement>('[data-age]');
  const show = (): void => {
    for (const place of places) {
      const ms = Date.now() - Date.parse(place.dataset['age'] ?? '');
      place.textContent = ms >= 0 ? ` · ${shortAge(ms)}` : '';
    }
  };
  if (places.length === 0) return;
  show();
  setInterval(show, MINUTE_MS);
}

/** "3 h ago": minutes below two hours, hours below two days. */
function shortAge(ms: number): string {
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ago`;
  if (ms < 48 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h ago`;
  return `${Math.floor(ms / (24 * HOUR_MS))} days ago`;
}

/** Whole hours below two days, whole days from then on. */
function ageInWords(hours: number): string {
  const [n, unit] = hours < 48 ? [Math.floor(hours), 'hour'] : [Math.floor(hours / 24), 'day'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
