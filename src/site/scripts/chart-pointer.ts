import { fractionOf, type LiveChart, nearest, pointAt, zoom, zoomIn } from './chart-live.ts';
import { STEPS } from './chart-steps.ts';
import { svg } from './elements.ts';

/** A mouse that moves less than this while it is down has not drawn a range. */
const MIN_DRAG_PX = 8;

/** Pointer, touch and keyboard of a chart. */
export function startPointer(chart: LiveChart): void {
  const { box, plot } = chart;
  let dragFrom: number | null = null;
  const selection = svg('rect', { class: 'selection', y: 0, height: '100%', width: 0 });
  plot.append(selection);
  const fraction = (event: PointerEvent): number => {
    const { left, width } = plot.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  };
  const move = (event: PointerEvent): void => {
    const here = fraction(event);
    pointAt(chart, nearest(chart, valueAt(chart, here)));
    if (dragFrom === null) return;
    selection.setAttribute('x', `${Math.min(here, dragFrom) * 100}%`);
    selection.setAttribute('width', `${Math.abs(here - dragFrom) * 100}%`);
  };
  box.addEventListener('pointermove', move);
  box.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button === 0) {
      dragFrom = fraction(event);
      box.setPointerCapture(event.pointerId);
    }
    move(event);
  });
  const end = (event: PointerEvent): void => {
    const from = dragFrom;
    dragFrom = null;
    selection.setAttribute('width', '0');
    const to = fraction(event);
    const wide = plot.getBoundingClientRect().width;
    if (from === null || event.type !== 'pointerup' || Math.abs(to - from) * wide < MIN_DRAG_PX) return;
    const [a = 0, b = 0] = [from, to]
      .map((place) => valueAt(chart, place))
      .toSorted((one, other) => one - other);
    zoom(chart, [a, b]);
  };
  box.addEventListener('pointerup', end);
  box.addEventListener('pointercancel', end);
  box.addEventListener('pointerleave', (event) => {
    if (event.pointerType === 'mouse' && document.activeElement !== box) pointAt(chart, null);
  });
  box.addEventListener('dblclick', () => zoom(chart, null));
  box.addEventListener('keydown', (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || !press(chart, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function valueAt({ spec, domain: [low, high] }: LiveChart, fraction: number): number {
  if (spec.x.scale !== 'log') return low + (high - low) * fraction;
  return Math.exp(Math.log(low) + (Math.log(high) - Math.log(low)) * fraction);
}

/** A slider is moved by these, too. */
const SLIDER_STEPS: Readonly<Record<string, number>> = { ...STEPS, ArrowDown: -1, ArrowUp: 1 };

/** Whether the key means something to a chart. */
function press(chart: LiveChart, key: string): boolean {
  const step = SLIDER_STEPS[key];
  if (step !== undefined) {
    const shown = chart.points.flatMap(({ at }, i) => {
      const place = fractionOf(chart, at);
      return place >= 0 && place <= 1 ? [i] : [];
    });
    const last = shown.length - 1;
    const now = chart.index === null ? (step < 0 ? last + 1 : -1) : shown.indexOf(chart.index);
    pointAt(chart, shown[Math.min(last, Math.max(0, now + step))] ?? null);
    return true;
  }
  if (key === '+') zoomIn(chart);
  else if (key === '-' || key === 'Escape') zoom(chart, null);
  else return false;
  return true;
}
