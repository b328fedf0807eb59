import { expect, test } from 'vitest';
import { fixtureIncident } from '../../../tests/support/fixtures/incident.ts';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { labelOf } from '../../figures/registry.ts';
import { problems } from './problems.ts';

const bad = fixtureReport({ shift: 1, slow: true, red: true, errors: 0.3 });

test('each problem is said once, the most severe first, with the owner and action of its alert', () => {
  const found = problems(bad);
  const keys = found.map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)]);
  const tones = found.filter(({ over }) => !over).map(({ tone }) => tone);
  expect(tones.lastIndexOf('red')).toBeLessThan(tones.indexOf('yellow'));
  // The share of drifted features and the alert on it are one problem, as are the API's state and its alert.
  expect(keys).not.toContain('drift-share');
  const drift = found.find(({ key }) => key === 'data-drift');
  expect(drift).toMatchObject({
    sentence: '5 of 10 features drifted.',
    owner: 'Data science',
    section: 'drift',
  });
  expect(drift?.action).toContain('Open the drifted features');
  expect(drift?.spark?.label).toBe(labelOf('drift-share'));
  expect(keys.filter((key) => key.startsWith('api'))).toEqual(['api-down']);
  // Retraining is a step of its own, with something to do.
  expect(found.find(({ key }) => key === 'retraining')?.action).toContain('workflow');
});

test('a figure without a firing alert has the owner of the area, and its own page', () => {
  const alerts = bad.alerts.map((alert) => ({ ...alert, status: 'ok' as const }));
  const found = problems({ ...bad, alerts });
  expect(found.find(({ key }) => key === 'latency-p95')).toMatchObject({
    owner: bad.alerts.find(({ id }) => id === 'slow-inference')?.owner,
    section: 'latency',
  });
});

test('every problem that asks for something has an owner; in a first report nothing is called new', () => {
  const score = { id: 'score-p50', status: 'yellow' as const, text: 'Median score 0.2.', section: 'scores' };
  const low = { ...bad, verdict: { ...bad.verdict, reasons: [...bad.verdict.reasons, score] } };
  const open = problems(low).filter(({ over }) => !over);
  expect(open.map(({ key }) => key)).toEqual(expect.arrayContaining(['score-p50', 'retraining']));
  expect(open.filter(({ owner }) => owner === null).map(({ key }) => key)).toEqual([]);
  const aged = low.alerts.map((alert) => ({ ...alert, since: { report: bad.id, reports: 1, days: 0 } }));
  expect(problems({ ...low, alerts: aged }).map(({ since }) => since)).toContain('new');
  expect(problems({ ...low, alerts: aged }, true).filter(({ since }) => since !== null)).toEqual([]);
});

test('what is over comes last and asks for nothing; what was not judged says what it lacks', () => {
  const calm = fixtureReport();
  const episodes = [{ start: '2026-02-20T08:00:00Z', end: '2026-02-20T10:00:00Z', peak: 0.4, count: 3 }];
  const alerts = calm.alerts.map((alert) =>
    alert.id === 'high-error-rate' ? { ...alert, status: 'fired' as const, episodes } : alert,
  );
  const missing = [
    { area: 'drift' as const, section: 'drift', essential: true, reason: 'there is no reference' },
  ];
  const verdict = { ...calm.verdict, coverage: { judged: 8, total: 9, missing } };
  const found = problems({ ...calm, alerts, verdict }).slice(-2);
  expect(found.map(({ tone, over }) => [tone, over])).toEqual([
    ['unknown', false],
    ['green', true],
  ]);
  expect(found[0]).toMatchObject({ sentence: 'Not judged: drift.', action: 'There is no reference.' });
  expect(found[1]).toMatchObject({ action: null, section: 'alerts#high-error-rate' });
  expect(found[1]?.sentence).toContain('lasted 2 h');
});

test('reasons of older reports, which do not say what they are about, are still listed', () => {
  const reasons = bad.verdict.reasons.map(({ id: _, ...rest }) => rest);
  expect(problems({ ...bad, verdict: { ...bad.verdict, reasons } }).map(({ sentence }) => sentence)).toEqual(
    expect.arrayContaining(reasons.map(({ text }) => text)),
  );
});

test('what belongs to one incident is one problem, with its age, what changed with it, and who has taken it', () => {
  const part = fixtureIncident().members[0];
  if (part === undefined) throw new Error('no member');
  const incident = fixtureIncident({
    state: 'worse',
    reports: 9,
    members: [part, { ...part, rule: 'prediction-drift' }],
    explains: [{ kind: 'feature', name: 'llm_industry', detail: 'large shift' }],
    silencedUntil: '2026-03-03T00:00:00.000Z',
  });
  const shifted = fixtureReport({ shift: 1, scoreShift: 0.3, red: true });
  const found = problems({ ...shifted, incidents: [incident] });
  const drift = found.find(({ key }) => key === 'data-drift');
  expect(drift?.since).toBe('9\u00a0reports');
  expect(drift?.state?.replace(/\u00a0/g, ' ')).toBe('worse, silenced until 2 Mar');
  expect(drift?.notes[0]).toBe('Changed with it: feature llm_industry (large shift).');
  expect(drift?.notes).toContain('The scores drifted from the reference.');
  expect(found.map(({ key }) => key)).not.toContain('prediction-drift');
  const taken = { ...incident, silencedUntil: null, acknowledged: { until: null, reason: 'x', by: 'Ada' } };
  const [row] = problems({ ...shifted, incidents: [taken] }).filter(({ key }) => key === 'data-drift');
  expect(row?.state).toBe('worse, acknowledged by Ada');
  const plain = problems({ ...shifted, incidents: [{ ...incident, state: 'open', silencedUntil: null }] });
  expect(plain.find(({ key }) => key === 'data-drift')?.state).toBeNull();
  const recovered = problems({ ...shifted, incidents: [{ ...incident, state: 'recovered' }] });
  expect(recovered.map(({ key }) => key)).toContain('prediction-drift');
});
