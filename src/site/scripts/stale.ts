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

/** Whole hours below two days, whole days from then on. */
function ageInWords(hours: number): string {
  const [n, unit] = hours < 48 ? [Math.floor(hours), 'hour'] : [Math.floor(hours / 24), 'day'];
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
