/** Default playbook of the policy: what to do about each finding. */

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

/** An API's own paths: their failures always count. */
export const API_PATHS = ['/predict', '/health'] as const;
