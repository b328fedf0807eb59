import { cramersV } from './cramers-v.ts';
import type { Effect } from './result.ts';
import type { JointTable } from './tables/joint-table.ts';
import { ksEffectOf } from './tests/ks/ks.ts';

/** The size of a shift for tests that have no measure of their own: KS D or Cramér's V. */
export const shiftEffect = (table: JointTable): Effect =>
  table.kind === 'numeric' ? ksEffectOf(table) : cramersV(table);
