import { lowerBound } from './ranked-window.ts';

/** A multiset as a sorted array: order statistics at once, changes by shifting. For windows of some thousand values. */
export class SortedWindow {
  private readonly values: Float64Array;
  private readonly sorted: Float64Array;
  private size = 0;

  /** @param capacity most values that are ever within at one time. */
  constructor(values: Float64Array, capacity: number) {
    this.values = values;
    this.sorted = new Float64Array(capacity);
  }

  add(index: number): void {
    const value = this.values[index] ?? 0;
    const at = lowerBound(this.sorted, value, this.size);
    this.sorted.copyWithin(at + 1, at, this.size++);
    this.sorted[at] = value;
  }

  remove(index: number): void {
    const at = lowerBound(this.sorted, this.values[index] ?? 0, this.size);
    this.sorted.copyWithin(at, at + 1, this.size--);
  }

  /** 95th percentile, type 7, of the `size` values within. */
  value(size: number): number {
    const position = 0.95 * (size - 1);
    const below = Math.floor(position);
    const low = this.sorted[below] ?? Number.NaN;
    const share = position - below;
    return share === 0 ? low : low + share * ((this.sorted[below + 1] ?? low) - low);
  }
}
