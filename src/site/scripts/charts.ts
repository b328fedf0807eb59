const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'keydown', 'scroll'] as const;
const REST_MS = 4000;

/**
 * Loads the chart library when the first chart becomes visible, and draws each chart when it becomes visible.
 *
 * The static SVGs are already visible, so the library is loaded only on the first user input or when the page is idle,
 * and does not delay the first paint.
 */
export async function startCharts(): Promise<void> {
  const figures = document.querySelectorAll<HTMLElement>('[data-chart]');
  if (figures.length === 0) return;
  await reader();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      void draw(entry.target as HTMLElement);
    }
  });
  for (const figure of figures) observer.observe(figure);
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

async function draw(figure: HTMLElement): Promise<void> {
  const { drawChart } = await import('./chart.ts');
  await idle();
  drawChart(figure);
}

/** Yields to painting and input before the next chart is drawn. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 0);
  });
