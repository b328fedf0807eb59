import type { Report } from '../../report/schema/report.ts';
import type { StatusLook } from '../../wording/status.ts';

type Kind = Report['diagnosis']['kind'];

export const DIAGNOSIS_WORDS: Readonly<Record<Kind, string>> = {
  none: 'No drift',
  covariate: 'Covariate shift',
  concept: 'Concept drift',
  both: 'Covariate shift and concept drift',
  unknown: 'Not known',
};

const LOOKS: Readonly<Record<Kind, StatusLook>> = {
  none: { tone: 'green', word: 'Nothing moved' },
  covariate: { tone: 'yellow', word: 'Inputs moved' },
  concept: { tone: 'yellow', word: 'Outcomes moved' },
  both: { tone: 'red', word: 'Inputs and outcomes moved' },
  unknown: { tone: 'unknown', word: 'Unknown' },
};

export const diagnosisLook = (kind: Kind): StatusLook => LOOKS[kind];

/** Features that contribute to separating both sides; the others are noise. */
export const helpfulFeatures = (
  multivariate: Report['drift']['multivariate'],
): Report['drift']['multivariate']['importance'] =>
  multivariate.importance.filter((entry) => entry.importance > 0);
