import type { Report } from '../report/schema/report.ts';

const SOURCES: Readonly<Record<Report['model']['trainedAtSource'], string>> = {
  registry: 'MLflow registry',
  'model-metadata': 'metadata of the model file',
  policy: 'model.trainedAt of the policy',
  none: 'MLflow registry or model metadata',
};

/** Who says when the model was made. */
export const trainedAtWords = ({ model }: Pick<Report, 'model'>): string => SOURCES[model.trainedAtSource];
