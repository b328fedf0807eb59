import type { Incident } from '../report/schema/incidents.ts';

/** What rules and incidents read of an earlier report: its headline figures. */
export interface EarlierRun {
  readonly id: string;
  readonly generatedAt: string;
  readonly modelVersion: string | null;
  /** By figure id; null where a figure had no value. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Ids of the firing alerts. */
  readonly firing: readonly string[];
  /** Ids of the alerts that could not be judged. */
  readonly unjudged: readonly string[];
  /** Rules that were breached, whether they fired or not (`breachKey`). Absent where this was not recorded. */
  readonly breached?: readonly string[];
  /** Absent where it was made before incidents were recorded. */
  readonly incidents?: readonly Incident[];
}

/** What a rule found in incidents that a report left open. */
export const openMembers = (rule: string, run: EarlierRun | undefined): Incident['members'] =>
  (run?.incidents ?? [])
    .filter(({ state }) => state !== 'recovered')
    .flatMap(({ members }) => members.filter((member) => member.rule === rule));
