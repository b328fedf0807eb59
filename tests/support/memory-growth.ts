/**
 * Growth of a process over the second half of its run, as the least-squares line through the samples tells it; 0 of fewer
 * than two. The first half is left out: a heap grows to the size that its garbage collector finds worth keeping, and so far
 * it looks like a leak.
 *
 * @param residentMb samples at equal distances, in MB.
 */
export function memoryGrowthMb(residentMb: readonly number[]): number {
  const samples = residentMb.slice(Math.floor(residentMb.length / 2));
  const n = samples.length;
  if (n < 2) return 0;
  const middle = (n - 1) / 2;
  const mean = samples.reduce((sum, value) => sum + value, 0) / n;
  const slope =
    samples.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / ((n * (n * n - 1)) / 12);
  return slope * (n - 1);
}
