/** Loads the chart library, one chunk, when the first chart comes into view; draws each chart when it does. */
export function startCharts(): void {
  const figures = document.querySelectorAll<HTMLElement>('[data-chart]');
  if (figures.length === 0) return;
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      void draw(entry.target as HTMLElement);
    }
  });
  for (const figure of figures) observer.observe(figure);
}

async function draw(figure: HTMLElement): Promise<void> {
  const { drawChart } = await import('./chart.ts');
  await idle();
  drawChart(figure);
}

/** Lets the page paint and answer before the next chart is drawn. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 0);
  });
