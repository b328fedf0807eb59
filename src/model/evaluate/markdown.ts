import type { Estimate } from '../../stats/performance/scored-rows.ts';
import type { CandidateEvaluation, Comparison, Evaluation } from './evaluate.ts';

const figure = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));

const withInterval = (value: number | undefined, interval: readonly [number, number]): string =>
  `${figure(value)} (${figure(interval[0])}–${figure(interval[1])})`;

const estimate = ({ value, interval }: Estimate): string => withInterval(value, interval);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, c) => (c === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

function figuresTable(evaluation: Evaluation): string {
  const candidates = [
    evaluation.champion,
    ...(evaluation.challenger === null ? [] : [evaluation.challenger]),
  ];
  const row = (name: string, of: (candidate: CandidateEvaluation) => string): string[] => [
    name,
    ...candidates.map(of),
  ];
  return table(
    ['Figure (95 % interval)', ...candidates.map(({ name }) => name)],
    [
      row('AUC', ({ performance }) => estimate(performance.auc)),
      row('PR-AUC', ({ performance }) => estimate(performance.prAuc)),
      row('Brier score', ({ performance }) => estimate(performance.brier)),
      row('Log-loss', ({ performance }) => estimate(performance.logLoss)),
      row('Accuracy', ({ performance: { confusion } }) =>
        withInterval(confusion.accuracy.value, confusion.accuracy.interval),
      ),
      row('Precision', ({ performance: { confusion } }) =>
        withInterval(confusion.precision.value, confusion.precision.interval),
      ),
      row('Recall', ({ performance: { confusion } }) =>
        withInterval(confusion.recall.value, confusion.recall.interval),
      ),
    ],
  );
}

function candidateSections({ name, performance, lift }: CandidateEvaluation): string {
  const { confusion, calibration } = performance;
  return [
    `## ${name}`,
    `Predicted engaged above ${confusion.threshold}:`,
    table(
      ['', 'predicted engaged', 'predicted not'],
      [
        ['engaged', String(confusion.truePositives), String(confusion.falseNegatives)],
        ['not engaged', String(confusion.falsePositives), String(confusion.trueNegatives)],
      ],
    ),
    'Calibration:',
    table(
      ['Score', 'Leads', 'Mean score', 'Engaged (95 % interval)'],
      calibration.map((bin) => [
        `${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`,
        String(bin.n),
        figure(bin.meanScore),
        withInterval(bin.observed, bin.interval),
      ]),
    ),
    'Lift by decile, highest scores first:',
    table(
      ['Decile', 'Leads', 'Engaged', 'Lift (95 % interval)', 'Engaged leads reached'],
      lift.map((decile) => [
        String(decile.decile),
        String(decile.n),
        String(decile.positives),
        withInterval(decile.lift, decile.interval),
        `${(100 * decile.cumulativeCapture).toFixed(0)} %`,
      ]),
    ),
  ].join('\n\n');
}

function comparisonText({ auc, brier, verdict }: Comparison): string {
  return `Challenger minus champion, same leads: AUC ${withInterval(auc.difference, auc.interval)}, p = ${auc.p.toPrecision(2)} (DeLong, paired); Brier ${withInterval(brier.difference, brier.interval)}. **${verdict}**.`;
}

/** The evaluation as a Markdown document. */
export function evaluationMarkdown(evaluation: Evaluation, dataName: string): string {
  const { champion, challenger, comparison, rows, positives } = evaluation;
  const candidates = [champion, ...(challenger === null ? [] : [challenger])];
  return [
    `# Evaluation on ${dataName}`,
    `${rows} leads, ${positives} engaged (${((100 * positives) / rows).toFixed(1)} %). ${candidates.map(({ name, how }) => `${name}: ${how}`).join('; ')}.`,
    figuresTable(evaluation),
    ...(comparison === null ? [] : [comparisonText(comparison)]),
    ...candidates.map(candidateSections),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
