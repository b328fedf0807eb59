const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'scroll'] as const;
const REST_MS = 2000;

/**
 * Makes each chart live when it becomes visible.
 *
 * The drawings are visible from the start, so the scripts are loaded only on the first input of the reader or when the page
 * has come to rest, and do not delay the first paint. The first movement of a pointer over a chart counts already.
 */
export async function startCharts(): Promise<void> {
  const figures = document.querySelectorAll<HTMLElement>('[data-chart]');
  if (figures.length === 0) return;
  let last: PointerEvent | null = null;
  const remember = (event: PointerEvent): void => {
    last = event;
  };
  addEventListener('pointermove', remember, { passive: true });
  addEventListener('pointerdown', remember, { passive: true });
  await reader();
  const loaded = import('./chart.ts');
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      void loaded.then(({ startChart }) => startChart(entry.target as HTMLElement));
    }
  });
  for (const figure of figures) observer.observe(figure);
  const { startChart } = await loaded;
  removeEventListener('pointermove', remember);
  removeEventListener('pointerdown', remember);
  if (last !== null) repeat(last, startChart);
}

/** What a pointer did over a chart before the scripts were there. */
function repeat(
  { target, clientX, clientY, pointerType }: PointerEvent,
  start: (figure: HTMLElement) => void,
): void {
  const figure = target instanceof Element ? target.closest<HTMLElement>('[data-chart]') : null;
  if (figure === null) return;
  start(figure);
  figure
    .querySelector('.plot-box')
    ?.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, pointerType }));
}

const reader = (): Promise<void> =>
  new Promise((resolve) => {
    const seen = (): void => {
      for (const sign of SIGNS) removeEventListener(sign, seen);
      resolve();
    };
    for (const sign of SIGNS) addEventListener(sign, seen, { passive: true });
    setTimeout(seen, REST_MS);
  });
