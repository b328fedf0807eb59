import { readFigures } from '../../src/figures/report-figures.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';

const POLICY = policySchema.parse({});

/** Recomputes the figures of a report from its sections, after a test changed sections. */
export const withFigures = (report: Omit<Report, 'figures'>): Report => ({
  ...report,
  figures: readFigures(report, POLICY.figures),
});
