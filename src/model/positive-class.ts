import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { inputError } from '../monitor-error.ts';

const isFloat = (tensor: Tensor): boolean => tensor.type === 'float32' || tensor.type === 'float64';

/** Rounding may leave a probability this far outside 0 … 1. */
const SLACK = 1e-6;

/**
 * Probability of the positive class from a model's outputs: the second column of an `[N, 2]` tensor, else one value a
 * row; an output named like "prob" before others.
 *
 * @throws MonitorError where no output fits; it lists the outputs' shapes.
 */
export function positiveClass(
  path: string,
  outputs: InferenceSession.ReturnType,
  nRows: number,
): Float64Array {
  const floats = Object.entries(outputs).filter(([, tensor]) => isFloat(tensor));
  const ranked = [...floats.filter(([name]) => /prob/i.test(name)), ...floats];
  const pair = ranked.find(([, t]) => t.size === 2 * nRows && t.dims.at(-1) === 2);
  const chosen = pair ?? ranked.find(([, t]) => t.size === nRows);
  if (chosen === undefined) {
    const shapes = Object.entries(outputs).map(([name, t]) => `${name} ${t.type}[${t.dims.join(', ')}]`);
    throw inputError(
      'model-output',
      `${path}: no output is the probability of one class (outputs: ${shapes.join('; ')}); a binary classifier is expected`,
    );
  }
  const [name, tensor] = chosen;
  const data = tensor.data as Float32Array | Float64Array;
  const step = chosen === pair ? 2 : 1;
  return Float64Array.from({ length: nRows }, (_, row) => {
    const score = data[row * step + step - 1] as number;
    if (!(score >= -SLACK && score <= 1 + SLACK)) {
      throw inputError('model-output', `${path}: output "${name}" gave ${score}, which is not a probability`);
    }
    return Math.min(1, Math.max(0, score));
  });
}
