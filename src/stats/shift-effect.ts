import { cramersV } from './cramers-v.ts';
import type { Effect } from './result.ts';
import type { JointTable } from './tables/joint-table.ts';
import { ksEffectOf } from './tests/ks/ks.ts';

/** Effect size for tests without one of their own: KS D for numeric tables, Cramér's V for categorical ones. */
export const shiftEffect = (table: JointTable): Effect =>
  table.kind === 'numeric' ? ksEffectOf(table) : cramersV(table);
