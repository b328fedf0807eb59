/**
 * A multiset over a fixed set of values from which any order statistic can be read in O(log n): a Fenwick tree over
 * the values' ranks. Source: Fenwick (1994), A new data structure for cumulative frequency tables.
 */
export class RankedWindow {
  readonly #sorted: Float64Array;
  readonly #ranks: Uint32Array;
  readonly #tree: Int32Array;
  readonly #top: number;

  constructor(values: Float64Array) {
    this.#sorted = distinctSorted(values);
    this.#ranks = Uint32Array.from(values, (value) => lowerBound(this.#sorted, value));
    this.#tree = new Int32Array(this.#sorted.length + 1);
    this.#top = 2 ** Math.floor(Math.log2(Math.max(1, this.#sorted.length)));
  }

  add(index: number): void {
    this.#update(index, 1);
  }

  remove(index: number): void {
    this.#update(index, -1);
  }

  /** 95th percentile, type 7, of the `size` values within. */
  value(size: number): number {
    const position = 0.95 * (size - 1);
    const below = Math.floor(position);
    const low = this.#orderStatistic(below);
    const share = position - below;
    return share === 0 ? low : low + share * (this.#orderStatistic(below + 1) - low);
  }

  #update(index: number, by: number): void {
    for (let node = (this.#ranks[index] ?? 0) + 1; node < this.#tree.length; node += node & -node) {
      this.#tree[node] = (this.#tree[node] ?? 0) + by;
    }
  }

  /** The k-th smallest value, counted from 0. */
  #orderStatistic(k: number): number {
    let node = 0;
    let left = k;
    for (let step = this.#top; step > 0; step >>= 1) {
      const next = node + step;
      const count = this.#tree[next];
      if (count !== undefined && count <= left) {
        node = next;
        left -= count;
      }
    }
    return this.#sorted[node] ?? Number.NaN;
  }
}

function distinctSorted(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort();
  let size = 0;
  for (const value of sorted) if (size === 0 || sorted[size - 1] !== value) sorted[size++] = value;
  return sorted.slice(0, size);
}

/** Position of the first value that is not smaller. */
export function lowerBound(sorted: Float64Array, value: number, size = sorted.length): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A multiset as a sorted array: order statistics at once, changes by shifting. For windows of some thousand values. */
export class SortedWindow {
  readonly #values: Float64Array;
  readonly #sorted: Float64Array;
  #size = 0;

  /** @param capacity most values that are ever within at one time. */
  constructor(values: Float64Array, capacity: number) {
    this.#values = values;
    this.#sorted = new Float64Array(capacity);
  }

  add(index: number): void {
    const value = this.#values[index] ?? 0;
    const at = lowerBound(this.#sorted, value, this.#size);
    this.#sorted.copyWithin(at + 1, at, this.#size++);
    this.#sorted[at] = value;
  }

  remove(index: number): void {
    const at = lowerBound(this.#sorted, this.#values[index] ?? 0, this.#size);
    this.#sorted.copyWithin(at, at + 1, this.#size--);
  }

  /** 95th percentile, type 7, of the `size` values within. */
  value(size: number): number {
    const position = 0.95 * (size - 1);
    const below = Math.floor(position);
    const low = this.#sorted[below] ?? Number.NaN;
    const share = position - below;
    return share === 0 ? low : low + share * ((this.#sorted[below + 1] ?? low) - low);
  }
}
