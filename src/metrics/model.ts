import type { Observations } from '../report/observations.ts';
import type { Report } from '../report/schema/report.ts';
import { cleanText, publicUrl, sentence } from '../wording/clean-text.ts';
import { publicVersion } from '../wording/public-name.ts';
import { DAY_MS, isoTime } from '../wording/time.ts';
import type { MetricsContext } from './window.ts';

type Model = Report['model'];

/** Model section: version in use and age. */
export async function modelSection(
  { store, policy, now, window }: MetricsContext,
  { registry, modelMetadata }: Pick<Observations, 'registry' | 'modelMetadata'>,
): Promise<Model> {
  const versions = await store.versions(window.predictions);
  const logged = versions.toSorted((a, b) => b.count - a.count || b.last - a.last)[0];
  const told = trainedAt(registry, modelMetadata?.trainedAt ?? null, policy.model.trainedAt);
  // A training date in the future means that the clock, `NOW` or the date is wrong: no age is reported rather than a
  // negative one.
  const trained = told.at !== null && told.at > now ? NOT_KNOWN : told;
  return {
    loggedVersion:
      logged === undefined || logged.leads < policy.privacy.k || !policy.privacy.modelVersions
        ? null
        : publicVersion(logged.version),
    registry:
      registry.status === 'ok'
        ? {
            status: 'ok',
            name: cleanText(registry.name),
            version: publicVersion(registry.version),
            createdAt: isoTime(Date.parse(registry.createdAt)),
            url: registryUrl(registry.url),
            reason: null,
          }
        : {
            status: 'unknown',
            name: null,
            version: null,
            createdAt: null,
            url: null,
            reason: sentence(cleanText(registry.reason, 300)),
          },
    trainedAt: trained.at === null ? null : isoTime(trained.at),
    trainedAtSource: trained.source,
    ageDays: trained.at === null ? null : (now - trained.at) / DAY_MS,
  };
}

const NOT_KNOWN = { at: null, source: 'none' } as const;

function trainedAt(
  registry: Observations['registry'],
  metadata: string | null,
  policy: string | null,
): { at: number | null; source: Model['trainedAtSource'] } {
  if (registry.status === 'ok') return { at: Date.parse(registry.createdAt), source: 'registry' };
  if (metadata !== null) return { at: Date.parse(metadata), source: 'model-metadata' };
  if (policy !== null) return { at: Date.parse(policy), source: 'policy' };
  return NOT_KNOWN;
}

/** Keeps the fragment, which MLflow's pages need, and removes user and password. */
function registryUrl(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? publicUrl(url) : `${publicUrl(url.slice(0, hash))}${cleanText(url.slice(hash), 200)}`;
}
