import type { Report } from '../report/schema/report.ts';

const SOURCES: Readonly<Record<Report['model']['trainedAtSource'], string>> = {
  registry: 'MLflow registry',
  'model-metadata': 'metadata of the model file',
  policy: 'model.trainedAt of the policy',
  none: 'MLflow registry or model metadata',
};

/** Source of the training date, as text. */
export const trainedAtWords = ({ model }: Pick<Report, 'model'>): string => SOURCES[model.trainedAtSource];
