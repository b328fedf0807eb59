import type { Status } from '../report/schema/common.ts';
import type { FigureDefinition, Sections } from './definition.ts';

/**
 * The status of a figure as the verdict counts it: the guide's colour, but no more than Attention where the figure is of
 * less weight, or where what put it outside its range is over.
 */
export function countedStatus(definition: FigureDefinition, status: Status, sections: Sections): Status {
  const less = definition.weight === 'yellow' || definition.ended(sections) !== null;
  return status === 'red' && less ? 'yellow' : status;
}
