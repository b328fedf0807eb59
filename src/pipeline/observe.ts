import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { probeHealth } from '../ingest/services/health/health.ts';
import { readHealth } from '../ingest/services/health/health-log.ts';
import { fetchRegistry } from '../ingest/services/mlflow/registry.ts';
import { benchmarkModel } from '../model/benchmark.ts';
import { configurationError } from '../monitor-error.ts';
import { NotRegularError, readRegularFile } from '../regular-file.ts';
import { type Observations, observationsSchema } from '../report/observations.ts';
import { ONCE } from '../settings/parse-once.ts';
import type { Policy } from '../settings/policy-schema.ts';
import type { Reporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import type { ModelFile } from './model-file.ts';
import { redactSecrets } from './redact.ts';

interface ObserveOptions {
  readonly settings: Settings;
  readonly policy: Policy;
  readonly model: ModelFile;
  readonly simulated: boolean;
  readonly referenceRows: readonly (readonly number[])[] | null;
  readonly reporter: Reporter;
  readonly clock: () => number;
}

/** How long the benchmark waits for the API's answer, whose time it would lengthen; a slow answer is waited for beside it. */
const HEAD_START_MS = 250;

/**
 * Observes external state: `/health`, the registry, the benchmark. With `OBSERVATIONS_PATH`, recorded observations are
 * replayed instead, so that a build can be repeated exactly.
 *
 * @returns once the benchmark is over; `recorded` resolves once all have answered, too.
 * @throws MonitorError `observations-unusable` (exit code 2) when the record cannot be replayed.
 */
export async function observe(
  options: ObserveOptions,
): Promise<{ readonly recorded: Promise<Observations> }> {
  const { settings, reporter, clock, model } = options;
  if (settings.observationsPath !== null) {
    const path = resolve(settings.cwd, settings.observationsPath);
    return { recorded: Promise.resolve(await replay(settings.observationsPath, path)) };
  }
  reporter.stage('Asking the API and the registry');
  const answers = Promise.all([observeHealth(options), observeRegistry(options)]);
  await Promise.race([answers, wait(HEAD_START_MS, undefined, { ref: false })]);
  reporter.stage('Timing the model');
  const { calls, warmup, batchSizes } = options.policy.benchmark;
  const timed = benchmarkModel({
    modelPath: model.path,
    demonstration: model.demonstration,
    calls,
    warmup,
    batchSizes,
    ...(options.referenceRows === null ? {} : { referenceRows: options.referenceRows }),
  });
  const recorded = Promise.all([answers, timed]).then(([[health, registry], benchmark]) =>
    observationsSchema.parse(
      {
        recordedAt: new Date(clock()).toISOString(),
        ...redactSecrets({ health, registry }, settings),
        healthLog: options.simulated ? [] : recentProbes(settings),
        benchmark,
        modelMetadata: model.metadata,
      },
      ONCE,
    ),
  );
  // The caller awaits it after it has read the logs: prevents an unhandled rejection.
  recorded.catch(() => undefined);
  await timed;
  return { recorded };
}

const NOT_OBSERVED = 'not observed: the report was made afterwards';

/**
 * The observations of a report that is made long after its time: nothing is asked, since nobody can tell what the answer
 * would have been. The log of the probe is of that time, and the model's file is an input.
 */
export function observeNothing(
  settings: Settings,
  { metadata }: ModelFile,
  recordedAt: number,
): Observations {
  return observationsSchema.parse(
    {
      recordedAt: new Date(recordedAt).toISOString(),
      health: { status: 'not-probed', url: null, attempts: [], version: null, reason: NOT_OBSERVED },
      healthLog: recentProbes(settings),
      registry: { status: 'unknown', reason: NOT_OBSERVED },
      benchmark: { status: 'absent', reason: NOT_OBSERVED },
      modelMetadata: metadata,
    },
    ONCE,
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_PROBES = 2_000;

/** The last 24 hours of the probe's log: every failure and the newest check, which is all that the alert needs. */
function recentProbes({ healthLog, now }: Settings): Observations['healthLog'] {
  const day = readHealth(healthLog)
    .map(({ timestamp, ok }) => ({ at: timestamp, ok }))
    .filter(({ at }) => Date.parse(at) <= now && Date.parse(at) > now - DAY_MS)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return day.filter(({ ok }, i) => !ok || i === day.length - 1).slice(-MAX_PROBES);
}

async function observeHealth({ settings, policy, simulated, clock }: ObserveOptions): Promise<unknown> {
  if (simulated) {
    return {
      status: 'not-probed',
      url: null,
      attempts: [],
      version: null,
      reason: 'not asked: the data are simulated',
    };
  }
  const { tries, timeoutMs, retryDelayMs, healthPath } = policy.health;
  return await probeHealth({
    url: settings.api.url.replace(/\/+$/, '') + healthPath,
    explicit: settings.api.explicit,
    tries,
    timeoutMs,
    retryDelayMs,
    now: clock,
    sleep: (ms: number) => wait(ms),
  });
}

async function observeRegistry({ settings, simulated }: ObserveOptions): Promise<unknown> {
  const { trackingUri, modelName, ...optional } = settings.mlflow;
  if (simulated) return { status: 'unknown', reason: 'not asked: the data are simulated' };
  if (trackingUri === null) return { status: 'unknown', reason: 'MLFLOW_TRACKING_URI is not set' };
  return await fetchRegistry({
    trackingUri,
    modelName,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
  });
}

async function replay(shown: string, path: string): Promise<Observations> {
  try {
    return observationsSchema.parse(JSON.parse((await readRegularFile(path)).toString()), ONCE);
  } catch (cause) {
    const why = whyUnusable(cause);
    throw configurationError(
      'observations-unusable',
      `OBSERVATIONS_PATH: ${shown} cannot be replayed: ${why}. Give the observations.json of an earlier build.`,
      cause,
    );
  }
}

/** Parser message without the text that it quotes. */
function whyUnusable(cause: unknown): string {
  if (cause instanceof z.ZodError) return z.prettifyError(cause);
  if (cause instanceof NotRegularError) return cause.message;
  if (cause instanceof SyntaxError) return 'it is not JSON';
  return `it cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown error'})`;
}
