import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { benchmarkModel } from '../src/model/benchmark.ts';
import { postLead } from '../src/model/profile/http-target.ts';
import { generateLoad } from '../src/model/profile/load-generator.ts';
import { summariseLoad } from '../src/model/profile/load-summary.ts';
import { readPayloads } from '../src/model/profile/payloads.ts';
import { type Profile, profileText } from '../src/model/profile/profile-report.ts';
import { requestLog } from '../src/model/profile/request-log.ts';
import { writeWhole } from '../src/model/write-file.ts';
import { configurationError } from '../src/monitor-error.ts';
import { runCommand } from '../src/settings/cli.ts';
import { terminalReporter } from '../src/settings/terminal-reporter.ts';

const USAGE = `Measures the latency of the scoring API, of the model alone, or of both.

Usage: npm run profile-api -- [--mode api|model|both] [options]

  --mode            default api
  --api-url         default http://localhost:7860 (or API_BASE_URL)
  --endpoint        default /predict
  --n-requests      at most this many requests (default 200)
  --rate            requests a second, whether or not answers have come (open loop; free of coordinated omission);
                    without it the next request is sent when one is answered
  --concurrency     at most this many at a time (default 1, with --rate 64)
  --duration        seconds after which nothing more is sent
  --timeout         seconds for each request (default 10)
  --payloads        leads to send in turn: a prediction log (.jsonl) or a CSV
                    (default PREDICTIONS_LOG, else REFERENCE_DATA_PATH, else the default log)
  --model-path      model for --mode model and both (default MODEL_PATH)
  --log             write the requests as an api_requests.jsonl that the report can read (default profile/api_requests.jsonl)
  --json            the result as JSON
  --help            this text

Example: npm run profile-api -- --mode api --n-requests 200 --rate 10 --api-url http://localhost:7860

Ctrl-C stops sending and prints what was measured so far. Never more load than asked for.
Exit codes: 0 measured, 1 bug, 2 bad flag, 3 unusable payloads or no answer at all.
`;

const number = (text: string | undefined, flag: string, low: number, high: number): number | null => {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(value >= low && value <= high)) {
    throw configurationError('bad-flag', `${flag}: expected a number from ${low} to ${high}, got "${text}"`);
  }
  return value;
};

const whole = (text: string, flag: string, high: number): number => {
  const value = number(text, flag, 1, high) ?? 1;
  if (!Number.isInteger(value))
    throw configurationError('bad-flag', `${flag}: expected a whole number, got "${text}"`);
  return value;
};

function targetUrl(base: string, endpoint: string): string {
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
    throw configurationError('bad-flag', `--api-url: expected an http(s) address, got "${base}"`);
  }
  return `${base.replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`;
}

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      mode: { type: 'string', default: 'api' },
      'api-url': { type: 'string', default: process.env['API_BASE_URL'] ?? 'http://localhost:7860' },
      endpoint: { type: 'string', default: '/predict' },
      'n-requests': { type: 'string', default: '200' },
      rate: { type: 'string' },
      concurrency: { type: 'string' },
      duration: { type: 'string' },
      timeout: { type: 'string', default: '10' },
      payloads: {
        type: 'string',
        default:
          process.env['PREDICTIONS_LOG'] ?? process.env['REFERENCE_DATA_PATH'] ?? 'logs/predictions.jsonl',
      },
      'model-path': { type: 'string', default: process.env['MODEL_PATH'] ?? 'data/model/demonstration.onnx' },
      log: { type: 'string', default: 'profile/api_requests.jsonl' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const { mode } = values;
  if (mode !== 'api' && mode !== 'model' && mode !== 'both') {
    throw configurationError('bad-flag', `--mode: expected api, model or both, got "${mode}"`);
  }
  const url = targetUrl(values['api-url'], values.endpoint);
  const requests = whole(values['n-requests'], '--n-requests', 10_000_000);
  const rate = number(values.rate, '--rate', 0.001, 100_000);
  const concurrency = whole(values.concurrency ?? (rate === null ? '1' : '64'), '--concurrency', 10_000);
  const duration = number(values.duration, '--duration', 0.001, 86_400);
  const timeoutMs = 1000 * (number(values.timeout, '--timeout', 0.001, 3600) ?? 10);
  const reporter = terminalReporter({ stream: process.stderr, quiet: false, clock: () => performance.now() });

  let api: Profile['api'] = null;
  if (mode !== 'model') {
    const payloads = await readPayloads(values.payloads, process.cwd());
    reporter.stage(`Sending up to ${requests.toLocaleString('en')} requests to ${url}`);
    // The first fetch of a process loads the HTTP client: that is our time, not the API's. This one asks nobody.
    await fetch('data:,');
    const startedAt = Date.now();
    const originMs = performance.now();
    const result = await generateLoad({
      requests,
      rate,
      concurrency,
      durationMs: duration === null ? null : duration * 1000,
      send: (i) => postLead({ url, payload: payloads[i % payloads.length] ?? {}, timeoutMs }),
      clock: {
        now: () => performance.now(),
        sleep: (ms, stop) => delay(ms, undefined, { signal: stop }).catch(() => undefined),
      },
      signal,
      onProgress: (done) => reporter.progress(done, requests, 'requests'),
    });
    api = { url, rate, concurrency, summary: summariseLoad(result, rate) };
    await writeWhole(resolve(values.log), requestLog(result.samples, values.endpoint, startedAt, originMs));
  }
  let model: Profile['model'] = null;
  if (mode !== 'api' && !signal.aborted) {
    reporter.stage(`Timing ${values['model-path']}`);
    model = await benchmarkModel({
      modelPath: resolve(values['model-path']),
      demonstration: values['model-path'].endsWith('demonstration.onnx'),
    });
  }
  reporter.finish();
  console.log(values.json ? JSON.stringify({ api, model }, null, 2) : profileText({ api, model }));
  const nothing = (api !== null && api.summary.answered === 0) || (model !== null && model.status !== 'ok');
  return nothing && !signal.aborted ? 3 : undefined;
});
