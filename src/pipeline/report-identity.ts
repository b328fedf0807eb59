import type { SparkLog } from '../ingest/engines/spark/spark-log.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { hasDecisions } from '../settings/read-decisions.ts';
import type { BuildInputs } from './build-inputs.ts';
import { fileDigests, inputsHash } from './inputs-hash.ts';

/**
 * Hash of what a report was made from; the files are read once, however many reports ask, and from now on, beside the engine
 * that reads them.
 */
export function reportIdentity(
  inputs: BuildInputs,
  policy: Policy,
  signal: AbortSignal,
): (report: Report) => Promise<string> {
  const digests = fileDigests(inputs.files, signal);
  // Awaited when a report is there: prevents an unhandled rejection.
  digests.catch(() => undefined);
  // Left out where there are none, so that reports from before them keep their identity.
  const { ownFigures, decisions } = inputs;
  const own = {
    ...(ownFigures.length === 0 ? {} : { ownFigures }),
    ...(hasDecisions(decisions) ? { decisions } : {}),
  };
  return async (report) => {
    const cluster = clusterLogs(inputs, report);
    return inputsHash(await digests, { policy, cluster, ...own });
  };
}

/** Hash for logs in a cluster, whose files cannot be read here: location, number of rows and newest row. */
function clusterLogs(
  { predictions, requests, shadow }: BuildInputs,
  { inputs, modelVersions }: Report,
): readonly unknown[] {
  const inCluster = (log: SparkLog): boolean => 'uri' in log || 'table' in log;
  const logs = [
    { log: predictions, read: inputs.predictions },
    { log: requests, read: inputs.requests },
  ]
    .filter(({ log }) => inCluster(log))
    .map(({ log, read }): unknown[] => [log.location, read.rows, read.rejected, read.last]);
  // All that a report says of shadow scores.
  return shadow === null || !inCluster(shadow) ? logs : [...logs, [shadow.location, modelVersions]];
}
