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
  const first = await reader();
  const { startChart } = await import('./chart.ts');
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      startChart(entry.target as HTMLElement);
    }
  });
  for (const figure of figures) observer.observe(figure);
  const pointed = first?.target instanceof Element ? first.target.closest<HTMLElement>('[data-chart]') : null;
  if (first === null || pointed === null) return;
  startChart(pointed);
  const { clientX, clientY, pointerType } = first;
  pointed
    .querySelector('.plot-box')
    ?.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, pointerType }));
}

/** Waits for the reader's first input; that of a pointer is returned. */
const reader = (): Promise<PointerEvent | null> =>
  new Promise((resolve) => {
    const seen = (event: Event | null): void => {
      for (const sign of SIGNS) removeEventListener(sign, seen);
      resolve(event instanceof PointerEvent ? event : null);
    };
    for (const sign of SIGNS) addEventListener(sign, seen, { passive: true });
    setTimeout(() => seen(null), REST_MS);
  });
