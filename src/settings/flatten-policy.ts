import type { Report } from '../report/schema/report.ts';
import { cleanText } from '../wording/clean-text.ts';
import { ONCE } from './parse-once.ts';
import { type Policy, policySchema } from './policy-schema.ts';

type Entry = Report['policy'][number];

/** Keys that judge nothing, or whose values are elsewhere in the report. */
const LEFT_OUT = /^(\$schema$|site\.|mail\.|routes$|playbook\.|alerts\.[^.]+\.(action|owner|severity)$)/;
/** Keys that decide how something is measured or shown, not how it is judged: listed only where a team changed them. */
const IF_CHANGED =
  /^(columns\.|benchmark\.|predictions\.|health\.(timeoutMs|tries|retryDelayMs|healthPath|apiPaths)$|inputQuality\.samples$|scores\.histogramBins$|drift\.(identifiers|sampleRows|maximumFeatures|maximumExtras|multivariate)$|privacy\.(topWords|modelVersions|predictionTimes)$|outcomes\.\w+Column$|segments$|verdict\.|alerts\.[^.]+\.((title|figure|for|enabled)$|above|below|change|outside))/;

/** The thresholds in force as flat keys, which document how an archived report was judged. */
export function flattenPolicy(policy: Policy): Entry[] {
  const defaults = new Map(leaves(policySchema.parse({}, ONCE)));
  return leaves(policy)
    .filter(([key]) => !LEFT_OUT.test(key))
    .map(([key, value]) => ({ key, value, changed: !defaults.has(key) || defaults.get(key) !== value }))
    .filter(({ key, changed }) => changed || !IF_CHANGED.test(key));
}

/** An object within a list, such as a feature with its cuts, as JSON. */
const item = (value: unknown): string =>
  cleanText(typeof value === 'object' ? JSON.stringify(value) : String(value), 200);

function leaves(value: unknown, path = ''): [string, Entry['value']][] {
  if (Array.isArray(value)) return [[path, value.map(item).join(', ')]];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) =>
      leaves(item, path === '' ? cleanText(key) : `${path}.${cleanText(key)}`),
    );
  }
  if (typeof value === 'string') return [[path, cleanText(value, 500)]];
  return [[path, typeof value === 'number' || typeof value === 'boolean' ? value : null]];
}
