import { describe, expect, test } from 'vitest';
import { fixtureIncident } from '../../../tests/support/fixtures/incident.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import { type DueInputs, dueNews, type IncidentRun } from './due.ts';
import type { Told } from './ledger.ts';

const day = (number: number): string => `2026-02-${String(number).padStart(2, '0')}T12:00:00.000Z`;
const run = (number: number, ...incidents: Incident[]): IncidentRun => ({
  generatedAt: day(number),
  incidents,
});
const told = (events: string[], over: Partial<Told> = {}): Told => ({
  events: new Set(events),
  worsened: 0,
  reminders: 0,
  thread: null,
  ...over,
});

interface Case extends Partial<Omit<DueInputs, 'told' | 'runs'>> {
  readonly told?: Readonly<Record<string, Told>>;
}
const ID = fixtureIncident().id;
/** Events that are due, the runs given newest first. */
function due(runs: readonly IncidentRun[], { told: known = {}, ...over }: Case = {}): string[] {
  const news = dueNews({
    runs,
    filter: {},
    told: (id) => known[id] ?? told([]),
    toldOf: Object.keys(known),
    handledUntil: day(11),
    tellsAcknowledged: false,
    exact: false,
    ...over,
  });
  return news.map(({ event, mayRepeat }) => (mayRepeat ? `${event}?` : event));
}
const open = (over: Partial<Incident> = {}): Incident =>
  fixtureIncident({ state: 'open', event: null, ...over });
const over = (more: Partial<Incident> = {}): Incident =>
  fixtureIncident({ state: 'recovered', event: 'recovered', ...more });

describe('an incident that is open', () => {
  test('is told when it opens, and not again', () => {
    expect(due([run(12, fixtureIncident())])).toEqual(['opened']);
    expect(due([run(12, fixtureIncident())], { told: { [ID]: told(['opened']) } })).toEqual([]);
    expect(due([run(13, open()), run(12, fixtureIncident())], { told: { [ID]: told(['opened']) } })).toEqual(
      [],
    );
  });

  test('is told when it gets worse and when a reminder is due, each once', () => {
    const worse = [run(14, open({ worsened: 2, reminders: 1 }))];
    expect(due(worse, { told: { [ID]: told(['opened'], { worsened: 1 }) } })).toEqual(['worse-2']);
    expect(due(worse, { told: { [ID]: told(['opened'], { worsened: 2 }) } })).toEqual(['reminder-1']);
    expect(due(worse, { told: { [ID]: told(['opened'], { worsened: 2, reminders: 1 }) } })).toEqual([]);
  });

  test('that earlier runs failed to tell is told as it is now, in one message', () => {
    expect(due([run(14, open({ worsened: 2, reminders: 1 })), run(12, fixtureIncident())])).toEqual([
      'opened',
    ]);
  });

  test('may repeat an earlier message only where the state is lost and an earlier report had it', () => {
    const later = [run(14, open()), run(12, fixtureIncident())];
    expect(due(later, { handledUntil: null })).toEqual(['opened?']);
    expect(due([run(14, open())], { handledUntil: null })).toEqual(['opened']);
    const silenced = fixtureIncident({ silencedUntil: day(13) });
    expect(due([run(14, open()), run(12, silenced)], { handledUntil: null })).toEqual(['opened']);
  });
});

describe('an incident that is over', () => {
  const ended = [run(15, over()), run(14, open()), run(12, fixtureIncident())];

  test('is told once', () => {
    expect(due(ended, { told: { [ID]: told(['opened']) } })).toEqual(['recovered']);
    expect(due(ended, { told: { [ID]: told(['opened', 'recovered']) } })).toEqual([]);
  });

  test('is told by the next report where its own was not told of, however long ago', () => {
    const later = [run(27), run(20), ...ended];
    expect(due(later, { told: { [ID]: told(['opened']) }, handledUntil: day(26) })).toEqual(['recovered']);
    expect(due(later, { told: { [ID]: told(['opened', 'recovered']) }, handledUntil: day(26) })).toEqual([]);
  });

  test('of which nothing was told is told where it should have been, and only while it is new', () => {
    expect(due(ended)).toEqual(['recovered']);
    expect(due([run(16), ...ended], { handledUntil: day(14) })).toEqual(['recovered']);
    expect(due([run(16), ...ended], { handledUntil: day(15) })).toEqual([]);
    expect(due([run(16), ...ended], { handledUntil: null })).toEqual([]);
    expect(due(ended, { handledUntil: null })).toEqual(['recovered?']);
  });

  test('is told again to a receiver that recognises it, where the state is lost: the end may have been missed', () => {
    const later = [run(27), ...ended];
    expect(due(later, { handledUntil: null, exact: true })).toEqual(['recovered?']);
    expect(due(later, { handledUntil: null, exact: false })).toEqual([]);
    // Also later: it may have been silenced in the first run after the loss.
    expect(due(later, { handledUntil: day(26), exact: true })).toEqual(['recovered']);
    expect(due(later, { handledUntil: day(26), exact: true, told: { [ID]: told(['recovered']) } })).toEqual(
      [],
    );
    const longAgo = [{ generatedAt: '2026-06-01T12:00:00.000Z', incidents: [] }, ...ended];
    expect(due(longAgo, { handledUntil: null, exact: true })).toEqual([]);
  });

  test('that opened while it was for another route or silenced is not told', () => {
    const quiet = { silencedUntil: day(16) };
    expect(due([run(17, over()), run(14, open(quiet)), run(12, fixtureIncident(quiet))])).toEqual([]);
    expect(due(ended, { filter: { owner: 'Somebody else' } })).toEqual([]);
  });

  test('is told to the route that was told of its beginning, whatever it is for now', () => {
    const known = { told: { [ID]: told(['opened']) }, filter: { severity: 'low' as const } };
    expect(due(ended, known)).toEqual(['recovered']);
    expect(due([run(14, open({ worsened: 1 }))], known)).toEqual(['worse-1']);
  });

  test('although no report says so, where the newest does not hold it', () => {
    const known = { told: { [ID]: told(['opened']) } };
    expect(due([run(15), run(14, open())], known)).toEqual(['recovered']);
    // A report that recorded no incidents says nothing of them.
    expect(due([{ generatedAt: day(15) }, run(14, open())], known)).toEqual([]);
  });
});

describe('a silence', () => {
  const silenced = { silencedUntil: day(16) };

  test('keeps everything, until it is over', () => {
    const runs = [run(14, open({ ...silenced, worsened: 1 })), run(12, fixtureIncident(silenced))];
    expect(due(runs)).toEqual([]);
    expect(due(runs, { told: { [ID]: told(['opened']) } })).toEqual([]);
    expect(due([run(17, open({ worsened: 1 })), ...runs], { told: { [ID]: told(['opened']) } })).toEqual([
      'worse-1',
    ]);
    expect(due([run(17, open({ worsened: 1 })), ...runs])).toEqual(['opened']);
  });

  test('that ended before the report keeps nothing', () => {
    expect(due([run(17, open(silenced))])).toEqual(['opened']);
  });

  test('delays the end of an incident that had been told', () => {
    const runs = [run(15, over(silenced)), run(12, fixtureIncident())];
    const known = { told: { [ID]: told(['opened']) } };
    expect(due(runs, known)).toEqual([]);
    expect(due([run(16), ...runs], { ...known, handledUntil: day(15) })).toEqual(['recovered']);
  });
});

describe('an acknowledged incident', () => {
  const cover = { until: null, reason: null, by: 'Ada' };
  const known = { told: { [ID]: told(['opened']) } };

  test('is not reminded of, and told when it gets worse or is over', () => {
    expect(due([run(15, open({ acknowledged: cover, reminders: 1 }))], known)).toEqual([]);
    expect(due([run(15, open({ reminders: 1 }))], known)).toEqual(['reminder-1']);
    expect(due([run(15, open({ acknowledged: cover, worsened: 1 }))], known)).toEqual(['worse-1']);
    expect(due([run(15, over({ acknowledged: cover })), run(12, fixtureIncident())], known)).toEqual([
      'recovered',
    ]);
  });

  test('is told so to a receiver that knows acknowledgements, once', () => {
    const runs = [run(15, open({ acknowledged: cover }))];
    expect(due(runs, { ...known, tellsAcknowledged: true })).toEqual(['acknowledged']);
    expect(due(runs, { tellsAcknowledged: true })).toEqual(['opened', 'acknowledged']);
    const again = { told: { [ID]: told(['opened', 'acknowledged']) }, tellsAcknowledged: true };
    expect(due(runs, again)).toEqual([]);
  });
});

test('a route is told of what it is for', () => {
  const runs = [run(12, fixtureIncident({ id: 'a', owner: 'A' }), fixtureIncident({ id: 'b', owner: 'B' }))];
  expect(due(runs, { filter: { owner: 'B' } })).toEqual(['opened']);
  expect(due(runs, { filter: { owner: ['A', 'B'] } })).toEqual(['opened', 'opened']);
});

test('an incident that was for a route stays so, also where nothing is known of what was told', () => {
  const filter = { severity: ['high' as const] };
  const worse = [
    run(13, open({ severity: 'critical', peak: 'critical', worsened: 1 })),
    run(12, fixtureIncident()),
  ];
  expect(due(worse, { filter, handledUntil: null })).toEqual(['opened?']);
  expect(due(worse, { filter, told: { [ID]: told(['opened']) } })).toEqual(['worse-1']);
  expect(due(worse, { filter: { severity: 'low' }, handledUntil: null })).toEqual([]);
});

test('an incident that becomes severe enough is told then, as opened', () => {
  const filter = { severity: ['critical' as const] };
  expect(due([run(12, fixtureIncident())], { filter })).toEqual([]);
  const worse = [
    run(13, open({ severity: 'critical', peak: 'critical', worsened: 1 })),
    run(12, fixtureIncident()),
  ];
  expect(due(worse, { filter, handledUntil: day(12) })).toEqual(['opened']);
});
