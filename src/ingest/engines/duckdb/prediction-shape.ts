import { PREDICTION_RULES, rejectCase } from '../../rules/reject-rules.ts';
import type { FeatureColumn, TakeApart } from './feature-columns.ts';
import type { LogShape } from './load-log.ts';
import type { PredictionOptions } from './prediction-options.ts';
import { plainText, quoted, timeOf } from './sql.ts';

const KEYS = ['timestamp', 'input', 'score', 'label', 'inference_ms', 'model_version'];

/** A record that needs nothing more than a look at these. */
const GOOD = `refused is null and us >= 0 and score_n between 0 and 1 and ascii(label) = 34 and ascii(input) = 123
  and (ms is null or (ms_n >= 0 and isfinite(ms_n))) and (version is null or ascii(version) = 34)`;

/** How predictions become rows; with a struct type the reader itself takes `input` apart. */
export function predictionShape(
  takeApart: TakeApart,
  features: readonly FeatureColumn[],
  options: PredictionOptions,
  type?: string,
): LogShape {
  const topKeys = options.joinKeys.filter((key) => !KEYS.includes(key.toLowerCase()) && !key.includes('\0'));
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const topValues = topKeys.map((key, i) => `, ${quoted(key)} as top${i}`).join('');
  const fields = type === undefined ? '' : ', fields';
  const records = (source: string): string => `(
    select file, bad, case when bad = 0 then us end as us, score_n + 0 as score, ${plainText('label')} as label,
      ms_n + 0 as ms, case when ascii(version) = 34 then ${plainText('version')} else version end as version,
      case when bad = 0 then input end as input${top}${fields}
    from (
      select *, ${rejectCase(PREDICTION_RULES, GOOD)} as bad
      from (
        select file, "~refused" as refused, timestamp as ts, ${timeOf('timestamp')} as us, input, score, label,
          inference_ms as ms, model_version as version, try_cast(score as double) as score_n,
          try_cast(inference_ms as double) as ms_n${fields}${topValues}
        from ${source})))`;
  return {
    table: 'prediction_rows',
    keys: [...KEYS, ...topKeys],
    rows: (source) => takeApart(records(source), features, topKeys, options),
    ...(type === undefined ? {} : { structType: type }),
  };
}
