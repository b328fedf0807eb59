import { readFigures } from '../../src/figures/report-figures.ts';
import type { Report } from '../../src/report/schema/report.ts';
import { policySchema } from '../../src/settings/policy-schema.ts';

const POLICY = policySchema.parse({});

/** The report with its figures read from its sections, as assembling it would: for sections that a test changed. */
export const withFigures = (report: Omit<Report, 'figures'>): Report => ({
  ...report,
  figures: readFigures(report, POLICY.figures),
});
