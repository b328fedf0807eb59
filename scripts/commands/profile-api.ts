import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { benchmarkModel } from '../../src/model/benchmark.ts';
import { postLead } from '../../src/model/profile/http-target.ts';
import { generateLoad } from '../../src/model/profile/load-generator.ts';
import { summariseLoad } from '../../src/model/profile/load-summary.ts';
import { readPayloads } from '../../src/model/profile/payloads.ts';
import { type Profile, profileText } from '../../src/model/profile/profile-report.ts';
import { requestLog } from '../../src/model/profile/request-log.ts';
import { writeAtomically } from '../../src/model/write-file.ts';
import { EXIT } from '../../src/monitor-error.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { choice, flagError, number, text } from '../../src/settings/command/options.ts';

const WHOLE = { min: 1, max: 10_000_000, whole: true };

function targetUrl(base: string, endpoint: string): string {
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
    throw flagError(`--api-url: expected an http(s) address, got "${base}"`);
  }
  return `${base.replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`;
}

export const command = defineCommand({
  options: {
    mode: choice(['api', 'model', 'both'], 'what is measured', 'api'),
    'api-url': text('URL', 'where the API answers', {
      default: process.env['API_BASE_URL'] ?? 'http://localhost:7860',
      shown: 'API_BASE_URL, else http://localhost:7860',
    }),
    endpoint: text('PATH', 'where leads are sent', '/predict'),
    'n-requests': number('N', 'at most this many requests', WHOLE, 200),
    rate: number(
      'N',
      'requests a second, whether or not answers have come (open loop; free of coordinated omission); without it the next request is sent when one is answered',
      { min: 0.001, max: 100_000 },
    ),
    concurrency: number('N', 'at most this many at a time (default 1, with --rate 64)', {
      ...WHOLE,
      max: 10_000,
    }),
    duration: number('SECONDS', 'after which nothing more is sent', { min: 0.001, max: 86_400 }),
    timeout: number('SECONDS', 'for each request', { min: 0.001, max: 3600 }, 10),
    payloads: text('FILE', 'leads to send in turn: a prediction log (.jsonl) or a CSV', {
      default:
        process.env['PREDICTIONS_LOG'] ?? process.env['REFERENCE_DATA_PATH'] ?? 'logs/predictions.jsonl',
      shown: 'PREDICTIONS_LOG, else REFERENCE_DATA_PATH, else logs/predictions.jsonl',
    }),
    'model-path': text('FILE.onnx', 'model for --mode model and both', {
      default: process.env['MODEL_PATH'] ?? 'data/model/demonstration.onnx',
      shown: 'MODEL_PATH, else data/model/demonstration.onnx',
    }),
    log: text(
      'FILE',
      'write the requests as an api_requests.jsonl that the report can read',
      'profile/api_requests.jsonl',
    ),
  },
  details: 'Ctrl-C stops sending and prints what was measured so far. Never more load than asked for.',
  example: {
    args: ['--mode', 'api', '--n-requests', '200', '--rate', '10', '--api-url', 'http://localhost:7860'],
  },
  exits: { 0: 'measured', 3: 'unusable payloads or no answer at all' },
  async run({ values, signal, reporter, print, printJson }) {
    const { mode, rate = null, duration, 'n-requests': requests } = values;
    const url = targetUrl(values['api-url'], values.endpoint);
    const concurrency = values.concurrency ?? (rate === null ? 1 : 64);
    const timeoutMs = 1000 * values.timeout;

    let api: Profile['api'] = null;
    if (mode !== 'model') {
      const payloads = await readPayloads(values.payloads, process.cwd());
      reporter.stage(`Sending up to ${requests.toLocaleString('en')} requests to ${url}`);
      // The first fetch of a process loads the HTTP client, which must not be measured. This one sends no request.
      await fetch('data:,');
      const startedAt = Date.now();
      const originMs = performance.now();
      const result = await generateLoad({
        requests,
        rate,
        concurrency,
        durationMs: duration === undefined ? null : duration * 1000,
        send: (i) => postLead({ url, payload: payloads[i % payloads.length] ?? {}, timeoutMs }),
        clock: {
          now: () => performance.now(),
          sleep: (ms, stop) => delay(ms, undefined, { signal: stop }).catch(() => undefined),
        },
        signal,
        onProgress: (done) => reporter.progress(done, requests, 'requests'),
      });
      api = { url, rate, concurrency, summary: summariseLoad(result, rate) };
      await writeAtomically(
        resolve(values.log),
        requestLog(result.samples, values.endpoint, startedAt, originMs),
      );
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
    print(profileText({ api, model }));
    printJson({ api, model });
    const nothing = (api !== null && api.summary.answered === 0) || (model !== null && model.status !== 'ok');
    return nothing && !signal.aborted ? EXIT.input : EXIT.ok;
  },
});
