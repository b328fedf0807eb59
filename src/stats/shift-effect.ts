import { cramersV } from './cramers-v.ts';
import type { JointTable } from './joint-table.ts';
import { ksEffectOf } from './ks.ts';
import type { Effect } from './result.ts';

/** The size of a shift for tests that have no measure of their own: KS D or Cramér's V. */
export const shiftEffect = (table: JointTable): Effect =>
  table.kind === 'numeric' ? ksEffectOf(table) : cramersV(table);
