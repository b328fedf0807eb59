import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeModel } from './read-model.ts';
import { summariseTimings, type TimingSummary } from './timing.ts';

/** XGBoost's own timings and scores, where Python with XGBoost is available. */
export type XgboostPeer =
  | {
      readonly status: 'ok';
      readonly version: string;
      /** Durations of `Booster.inplace_predict` with one row, one thread, in milliseconds. */
      readonly timings: TimingSummary;
      /** Probability of each row that was sent. */
      readonly scores: Float64Array;
    }
  | { readonly status: 'absent'; readonly reason: string };

/** The booster is loaded from its serialised form, never by unpickling, which could execute code. */
const PROGRAM = `
import json, sys, time
import numpy as np, xgboost as xgb
kind, model, rows, calls = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
booster = xgb.Booster()
data = bytearray(open(model, "rb").read())
if kind == "buffer":
    booster.__setstate__({"handle": data})
else:
    booster.load_model(data)
booster.set_param({"nthread": 1})
spec = json.load(open(rows))
x = np.array([[np.nan if v is None else v for v in r] for r in spec], dtype=np.float32)
scores = booster.inplace_predict(x, validate_features=False).astype(float).ravel().tolist()
for i in range(min(calls, 100)):
    booster.inplace_predict(x[i % len(x)][None, :], validate_features=False)
times = []
for i in range(calls):
    row = x[i % len(x)][None, :]
    t = time.perf_counter()
    booster.inplace_predict(row, validate_features=False)
    times.append((time.perf_counter() - t) * 1000)
print(json.dumps({"version": xgb.__version__, "times": times, "scores": scores}))
`;

const TIMEOUT_MS = 120_000;

function runPython(
  python: string,
  args: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-c', PROGRAM, ...args], {
      timeout: TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/**
 * Times XGBoost itself on one row at a time and returns its scores of the given rows (missing = NaN). `absent` with the
 * reason where Python or the xgboost package is not available.
 */
export async function askXgboost(options: {
  python: string;
  native: NativeModel;
  rows: readonly (readonly number[])[];
  calls: number;
}): Promise<XgboostPeer> {
  const { python, native, rows, calls } = options;
  const folder = await mkdtemp(join(tmpdir(), 'xgboost-peer-'));
  try {
    const modelPath = join(folder, 'model.ubj');
    const rowsPath = join(folder, 'rows.json');
    await writeFile(modelPath, native.bytes);
    await writeFile(rowsPath, JSON.stringify(rows));
    const { code, out, err } = await runPython(python, [native.kind, modelPath, rowsPath, String(calls)]);
    if (code !== 0)
      return { status: 'absent', reason: `${python}: ${lastLine(err) || 'stopped without an answer'}` };
    const answer = JSON.parse(lastLine(out)) as { version: string; times: number[]; scores: number[] };
    return {
      status: 'ok',
      version: answer.version,
      timings: summariseTimings(Float64Array.from(answer.times)),
      scores: Float64Array.from(answer.scores),
    };
  } catch (error) {
    return {
      status: 'absent',
      reason: `${python}: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
