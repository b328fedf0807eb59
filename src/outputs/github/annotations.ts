import type { Brief } from '../brief.ts';

const COMMAND = { red: 'error', yellow: 'warning', unknown: 'notice', green: 'notice' } as const;
/** GitHub shows at most ten annotations of a level per step. */
const MOST = 10;

/** Workflow commands that show the verdict's reasons on the workflow run's page, one line each. */
export function annotations(brief: Brief): readonly string[] {
  const reasons = brief.status === 'green' ? [] : brief.reasons;
  return reasons
    .slice(0, MOST)
    .map(({ status, text }) => command(COMMAND[status], `${brief.word}, report ${brief.id}`, text));
}

const command = (name: string, title: string, message: string): string =>
  `::${name} title=${escapeProperty(title)}::${escapeData(message)}`;

/** Escapes like GitHub's toolkit (actions/toolkit, packages/core/src/command.ts). */
const escapeData = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being removed.
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
