/** The guide's alerts and playbook, as defaults of the policy. */

interface AlertDefault {
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly owner: string;
  readonly action: string;
  readonly threshold: number;
  readonly windowMinutes: number;
  readonly minimumEvents: number;
}

export const ALERT_DEFAULTS = {
  'api-down': {
    severity: 'critical',
    owner: 'Infrastructure',
    action:
      'Check that the API process runs and answers /health; restart it or roll back the last deployment.',
    threshold: 3,
    windowMinutes: 5,
    minimumEvents: 1,
  },
  'high-error-rate': {
    severity: 'high',
    owner: 'API / Backend',
    action: 'Read the failing calls by endpoint and status; 4xx points at a caller, 5xx at the API.',
    threshold: 0.05,
    windowMinutes: 10,
    minimumEvents: 20,
  },
  'slow-inference': {
    severity: 'medium',
    owner: 'ML Engineering',
    action: 'Check that the ONNX model is served and not the joblib fallback; profile the preprocessing.',
    threshold: 50,
    windowMinutes: 5,
    minimumEvents: 20,
  },
  'data-drift': {
    severity: 'medium',
    owner: 'Data science',
    action: 'Open the drifted features, follow their playbook, and decide on retraining.',
    threshold: 0.5,
    windowMinutes: 10_080,
    minimumEvents: 30,
  },
  'prediction-drift': {
    severity: 'medium',
    owner: 'Data science',
    action: 'Compare the score distribution with the reference; retrain when the input moved for good.',
    threshold: 0.01,
    windowMinutes: 10_080,
    minimumEvents: 30,
  },
  'model-age': {
    severity: 'low',
    owner: 'Data science',
    action: 'Plan a retraining on the newest labelled leads.',
    threshold: 3,
    windowMinutes: 10_080,
    minimumEvents: 1,
  },
  'low-engagement': {
    severity: 'low',
    owner: 'Business / data science',
    action: 'Check targeting with the business; compare predicted with actual engagement.',
    threshold: 0.1,
    windowMinutes: 10_080,
    minimumEvents: 30,
  },
} as const satisfies Record<string, AlertDefault>;

export const FEATURE_PLAYBOOK = {
  industry: {
    cause: 'Targeting a new vertical',
    action: 'Collect labelled data from the new vertical, then retrain',
  },
  companysize: {
    cause: 'Campaign targeting change',
    action: 'Recalibrate thresholds for the segment',
  },
  timezone: { cause: 'Geographic expansion', action: 'None if intended' },
  icebreaker: { cause: 'Changed copy', action: 'Update training labels' },
};

export const TYPE_PLAYBOOK = {
  numeric: {
    cause: 'The population or the way the value is measured changed',
    action:
      'Compare the two distributions, check the source of the value, then collect labels where it moved',
  },
  categorical: {
    cause: 'The mix of leads changed, or a category was renamed',
    action: 'Look at the largest changes; map renamed categories, collect labels for new ones',
  },
  text: {
    cause: 'Other wording, language or topics',
    action: 'Read the words gained and lost; refresh the text features at the next training',
  },
};
