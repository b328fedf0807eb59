import { judgeMiscalibration } from '../definitions/miscalibration.ts';
import type { BoundTrigger } from '../trigger-definition.ts';

export const miscalibrationTrigger = {
  id: 'miscalibration',
  title: 'Leads engage at another rate than their scores say',
  unit: 'times the expected outcomes',
  source: () => 'mature outcomes against calibrated scores',
  judge: judgeMiscalibration,
} as const satisfies BoundTrigger;
