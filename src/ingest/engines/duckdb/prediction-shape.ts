import { fieldNames } from '../../rules/log-fields.ts';
import { GOOD_PREDICTION, PREDICTION_RULES, rejectCase } from '../../rules/reject-rules.ts';
import type { ExtractFeatures, FeatureColumn, PredictionOptions } from './feature-columns.ts';
import type { LogShape } from './load-log.ts';
import { plainText, quoted, timeOf } from './sql.ts';

const KEYS = fieldNames('predictions');

/** How predictions become rows; with a struct type the JSON reader itself parses the fields of `input`. */
export function predictionShape(
  extract: ExtractFeatures,
  features: readonly FeatureColumn[],
  options: PredictionOptions,
  type?: string,
): LogShape {
  const topKeys = options.joinKeys.filter((key) => !KEYS.includes(key.toLowerCase()) && !key.includes('\0'));
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const topValues = topKeys.map((key, i) => `, ${quoted(key)} as top${i}`).join('');
  const fields = type === undefined ? '' : ', fields';
  const records = (source: string): string => `(
    select file, broken_rule, case when broken_rule = 0 then time_us end as time_us, score_number + 0 as score,
      ${plainText('label')} as label, latency_number + 0 as latency_ms,
      case when ascii(version) = 34 then ${plainText('version')} else version end as version,
      case when broken_rule = 0 then input end as input${top}${fields}
    from (
      select *, ${rejectCase(PREDICTION_RULES, GOOD_PREDICTION)} as broken_rule
      from (
        select file, "~refused" as refused, timestamp as logged_at, ${timeOf('timestamp')} as time_us, input, score,
          label, inference_ms as latency, model_version as version, try_cast(score as double) as score_number,
          try_cast(inference_ms as double) as latency_number${fields}${topValues}
        from ${source})))`;
  return {
    table: 'prediction_rows',
    keys: [...KEYS, ...topKeys],
    rows: (source) => extract(records(source), features, topKeys, options),
    ...(type === undefined ? {} : { structType: type }),
  };
}
