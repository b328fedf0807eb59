import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { type Random, seededRandom } from '../../../src/stats/distributions/random.ts';

export interface GeneratedLogs {
  readonly predictions: string;
  readonly requests: string;
}

export interface GenerateOptions {
  readonly directory: string;
  /** Predictions; as many requests are written. */
  readonly rows: number;
  /** Input features; a third of them numbers, one of those continuous. Default 12. */
  readonly features?: number;
  /** End of the days that the rows cover, epoch milliseconds. */
  readonly now: number;
  /** Default 7. */
  readonly days?: number;
}

const DAY_MS = 86_400_000;
const BLOCK_BYTES = 1 << 20;

/** Streams two logs in the API's format to disk: about 430 bytes per prediction with 12 features. */
export async function generateLogs(options: GenerateOptions): Promise<GeneratedLogs> {
  const random = seededRandom(1);
  const files = {
    predictions: path.join(options.directory, 'predictions.jsonl'),
    requests: path.join(options.directory, 'api_requests.jsonl'),
  };
  const predictions = new BlockWriter(files.predictions);
  const requests = new BlockWriter(files.requests);
  const makers = featureMakers(options.features ?? 12, random);
  const spanMs = (options.days ?? 7) * DAY_MS;
  const start = options.now - spanMs;
  for (let i = 0; i < options.rows; i++) {
    const time = start + ((i + 1) * spanMs) / options.rows;
    const timestamp = new Date(time).toISOString().replace('Z', '123+00:00');
    await predictions.write(predictionLine(timestamp, makers, random));
    await requests.write(requestLine(timestamp, random));
  }
  await Promise.all([predictions.end(), requests.end()]);
  return files;
}

class BlockWriter {
  readonly #stream: WriteStream;
  #parts: string[] = [];
  #size = 0;

  constructor(file: string) {
    this.#stream = createWriteStream(file);
  }

  async write(line: string): Promise<void> {
    this.#parts.push(line);
    this.#size += line.length;
    if (this.#size < BLOCK_BYTES) return;
    const block = this.#parts.join('');
    this.#parts = [];
    this.#size = 0;
    if (!this.#stream.write(block)) await once(this.#stream, 'drain');
  }

  async end(): Promise<void> {
    this.#stream.end(this.#parts.join(''));
    await finished(this.#stream);
  }
}

type FeatureMaker = () => string | null;

/** Generators of JSON members of `input`: continuous and rounded numbers, 3 to 3,000 categories, some missing. */
function featureMakers(count: number, random: Random): FeatureMaker[] {
  return Array.from({ length: count }, (_, i): FeatureMaker => {
    const key = `"feature_${i}":`;
    if (i === 0) return () => key + random.uniform();
    if (i % 3 === 0) return () => key + random.below(100) / 10 ** (i % 2);
    const size = [3, 12, 90, 3000][i % 4] ?? 3;
    const missing = i % 5 === 0 ? 0.1 : 0;
    return () => (random.uniform() < missing ? null : `${key}"Category ${random.below(size)} of feature"`);
  });
}

function predictionLine(timestamp: string, makers: readonly FeatureMaker[], random: Random): string {
  const input: string[] = [];
  for (const make of makers) {
    const member = make();
    if (member !== null) input.push(member);
  }
  const score = random.below(10_001) / 10_000;
  const label = score > 0.5 ? 'engaged' : 'not_engaged';
  const ms = Math.round(Math.exp(random.normal() * 0.4) * 40_000) / 1000;
  return `{"timestamp":"${timestamp}","input":{${input.join()}},"score":${score},"label":"${label}","inference_ms":${ms},"model_version":"0.3.0"}\n`;
}

function requestLine(timestamp: string, random: Random): string {
  const isHealth = random.uniform() < 0.1;
  const status = random.uniform() < 0.995 ? 200 : 422;
  const call = isHealth ? '"method":"GET","path":"/health"' : '"method":"POST","path":"/predict"';
  const ms = Math.round(random.uniform() * 80_000) / 1000;
  return `{"timestamp":"${timestamp}",${call},"status_code":${status},"response_time_ms":${ms}}\n`;
}
