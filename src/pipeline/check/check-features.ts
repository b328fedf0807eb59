import type { FeatureProfile } from '../../ingest/store.ts';
import { filledCount, inferType, typeChange } from '../../metrics/drift/feature-type.ts';
import { identifiers } from '../../metrics/drift/identifiers.ts';
import type { MetricsContext } from '../../metrics/window.ts';
import { nearestName } from '../../settings/nearest.ts';
import { publicName, scrubbed } from '../../wording/public-name.ts';

export interface CheckedFeatures {
  /** On both sides. `change` says where their values are of different kinds. */
  readonly shared: readonly {
    readonly name: string;
    readonly type: string;
    readonly change: string | null;
  }[];
  /** Reference columns that no prediction has, with the nearest input key. */
  readonly onlyReference: readonly { readonly name: string; readonly nearest: string | null }[];
  readonly onlyLog: readonly string[];
  readonly identifiers: readonly string[];
  /** Features some of whose values look like an address, telephone number or URL; values are never shown. */
  readonly personal: readonly string[];
}

const SAMPLED_VALUES = 200;
/** Characters of a value that are looked at. */
const LOOKED_AT = 500;

const isPersonal = (value: string): boolean => scrubbed(value) !== value;

/** Which features the log and the reference share, and what deserves a second look. Names only, never values. */
export async function checkFeatures(context: MetricsContext): Promise<CheckedFeatures> {
  const { store, policy, window } = context;
  const profiles = await store.features(window.predictions);
  const ids = await identifiers(context, profiles);
  const { keyColumn, outcomeColumn } = policy.outcomes;
  const features = profiles.filter(
    ({ name }) => !ids.has(name) && name !== keyColumn && name !== outcomeColumn,
  );
  const onlyLog = features.filter(({ reference }) => reference === null).map(({ name }) => name);
  return {
    // Names are from strangers, too: what is printed may stand in a public log.
    shared: features
      .filter(({ reference, production }) => reference !== null && production !== null)
      .map((profile) => ({
        name: publicName(profile.name),
        type: inferType(profile, policy).type,
        change: typeChange(profile),
      })),
    onlyReference: features
      .filter(({ production }) => production === null)
      .map(({ name }) => ({ name: publicName(name), nearest: published(nearestName(name, onlyLog)) })),
    onlyLog: onlyLog.map((name) => publicName(name)),
    identifiers: [...ids].map((name) => publicName(name)),
    personal: await personalFeatures(context, profiles),
  };
}

const published = (name: string | null): string | null => (name === null ? null : publicName(name));

async function personalFeatures(
  { store, window }: MetricsContext,
  profiles: readonly FeatureProfile[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { name, production } of profiles) {
    if (production === null || production.strings * 2 <= filledCount(production)) continue;
    const { production: values } = await store.texts(name, window.predictions, SAMPLED_VALUES);
    if (values.some((value) => isPersonal(value.slice(0, LOOKED_AT)))) found.push(publicName(name));
  }
  return found;
}
