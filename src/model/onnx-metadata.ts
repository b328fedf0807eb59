/** Description of a model from its `metadata_props`; null for absent entries. */
export interface ModelMetadata {
  /** Input columns in order. */
  readonly featureNames: readonly string[] | null;
  readonly modelVersion: string | null;
  /** ISO 8601, UTC. */
  readonly trainedAt: string | null;
  /** True where the metadata mark the model as a demonstration, not a production model. */
  readonly demonstration: boolean;
}

/** Keys that our own converter and trainer write. */
export const METADATA_KEYS = {
  featureNames: 'feature_names',
  modelVersion: 'model_version',
  trainedAt: 'trained_at',
  demonstration: 'demonstration',
} as const;

const firstOf = (props: ReadonlyMap<string, string>, keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = props.get(key)?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return null;
};

/** Feature names as a JSON array, or comma-separated as some exporters write them. */
function parseNames(text: string | null): readonly string[] | null {
  if (text === null) return null;
  if (!text.startsWith('[')) return text.split(',').map((name) => name.trim());
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((name) => typeof name === 'string') ? parsed : null;
  } catch {
    return null;
  }
}

function parseInstant(text: string | null): string | null {
  if (text === null) return null;
  const dateOnlyOrZoned = /^\d{4}-\d{2}-\d{2}$|[zZ]$|[+-]\d{2}:?\d{2}$/.test(text);
  const ms = Date.parse(dateOnlyOrZoned ? text : `${text}Z`);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Reads the keys of our tools and known spellings of other exporters. */
export function parseModelMetadata(props: ReadonlyMap<string, string>): ModelMetadata {
  return {
    featureNames: parseNames(firstOf(props, [METADATA_KEYS.featureNames, 'feature_columns', 'features'])),
    modelVersion: firstOf(props, [METADATA_KEYS.modelVersion, 'version']),
    trainedAt: parseInstant(
      firstOf(props, [METADATA_KEYS.trainedAt, 'training_date', 'train_date', 'created_at']),
    ),
    demonstration: props.get(METADATA_KEYS.demonstration) === 'true',
  };
}
