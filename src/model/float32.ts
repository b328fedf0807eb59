const floatBits = new Float32Array(1);
const intBits = new Int32Array(floatBits.buffer);

/** The next float32 above (1) or below (-1) a finite value. */
export function nextFloat32(value: number, direction: 1 | -1): number {
  floatBits[0] = value;
  if (floatBits[0] === 0) return direction * 1.401298464324817e-45;
  const bits = intBits[0] as number;
  intBits[0] = bits > 0 === direction > 0 ? bits + 1 : bits - 1;
  return floatBits[0] as number;
}

/**
 * The float32 t for which `x < t` is equivalent to `x <= limit` for every float32 x. Converts the splits of libraries
 * that compare doubles with ≤.
 */
export function strictlyBelowFor(limit: number): number {
  const near = Math.fround(limit);
  if (near === Number.POSITIVE_INFINITY) return near;
  if (near === Number.NEGATIVE_INFINITY) return -3.4028234663852886e38;
  return near > limit ? near : nextFloat32(near, 1);
}
