import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import { traffic } from './traffic.ts';

const report = fixtureReport();
const figure = traffic.read(report, null);
const basis = (edit: Partial<typeof report.inputs.predictions>): string | null => {
  const predictions = { ...report.inputs.predictions, ...edit };
  const { rejected, afterNow, rows, inWindow } = predictions;
  const counted = { ...report.health.traffic, inWindow, total: rows - rejected - afterNow };
  return traffic.basis(figure, {
    ...report,
    inputs: { ...report.inputs, predictions },
    health: { ...report.health, traffic: counted },
  });
};

test('rows of the log that belong to no report are counted beside those of the window', () => {
  const log = { rows: 50_000, inWindow: 2_477, rejected: 0, afterNow: 0 };
  expect(basis(log)).toBe('2,477 in the window, 50,000 in the log');
  expect(basis({ ...log, afterNow: 17_795 })).toBe(
    '2,477 in the window, 50,000 in the log: 17,795 later than the report',
  );
  expect(basis({ ...log, rejected: 12, afterNow: 17_795 })).toBe(
    '2,477 in the window, 50,000 in the log: 12 refused, 17,795 later than the report',
  );
});
