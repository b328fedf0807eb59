import { ALERTS, TRIGGERS } from '../../alerts/registry.ts';
import { MEASURES } from '../../alerts/rules/measures.ts';
import { allFigures, type WithOwnFigures } from '../../figures/registry.ts';
import { clause } from '../../wording/clean-text.ts';
import { listWords } from '../../wording/format.ts';

/** A definition on the method page; the "?" links point to its anchor. */
export interface Definition {
  readonly id: string;
  readonly term: string;
  readonly text: string;
  /** Source of the formula or the rule. */
  readonly source: string | null;
  /** Prefixes of the policy keys that affect it. */
  readonly policy: readonly string[];
}

const define = (
  id: string,
  term: string,
  text: string,
  policy: readonly string[] = [],
  source: string | null = null,
): Definition => ({ id, term, text, source, policy });

/** Terms that are not figures. */
const TERMS: readonly Definition[] = [
  define(
    'verdict-rule',
    'Verdict',
    'Red: outcomes show that the model ranks leads no better than chance, no row of a log can be used, a critical or high alert fires (a performance drop: where the fall is critical), or the API’s status, the success rate, the traffic, the drift share or the input quality is red. Yellow: another alert fires, a figure is outside its range, the scores drifted, leads engage far more or less often than predicted, retraining is recommended, or input quality is yellow. Unknown: there is no production data at all, or none of these and traffic, scores, drift or (where outcomes are given) performance could not be judged (`verdict.essential`). Green: none of these.',
    ['verdict.'],
  ),
  define(
    'window',
    'Window',
    'The days before the report was made. When nothing lies in them, the newest days that have data are shown, and the report says so.',
    ['window.'],
  ),
  define(
    'api-status',
    'API status',
    'A request to the API’s health address during the build: green when it answers 200, red when every try fails, unknown when no address is set.',
    ['health.timeoutMs', 'health.tries', 'health.healthPath'],
  ),
  define(
    'outcomes',
    'Outcomes',
    'What the leads really did, from the outcomes file: the actual engagement rate beside the predicted one, and the quality of the scores on the leads that can be joined.',
    ['outcomes.', 'alerts.low-engagement.actualBelow'],
  ),
  define(
    'ranking',
    'Ranking',
    'The mature leads of one model version by their first score, from the highest. Precision: the share of a top that engaged. Recall: the share of all engaged leads that the top holds. Lift: how many times as many as among leads called at random. Cumulative gains: recall along the whole list. Leads of equal score at the end of a top are shared out. Estimated: what the calibrated scores of the same leads expect. Baseline: the same share of the baseline’s leads. Recall, lift and gains need outcomes for at least 80 % of every tenth of the scores; precision needs them for 80 % of its own top.',
    ['ranking.', 'outcomes.maturityDays', 'reference.scores'],
  ),
  define(
    'segments',
    'Segments',
    'Mature leads of one model version by value of a feature, or of two. A segment is named where its rate of outcomes, or its ROC AUC, differs from what leads with the same scores show: labels are permuted 999 times among leads of neighbouring scores, and the p-value is that of the largest deviation of all segments that were searched (at most 200), 5 % at most for any false name. At least 50 leads, ten of either outcome, and a gap of 5 points or 0.05. What only overlaps with a named segment is not named too. Pairs are searched from 2,000 leads on, among the declared features and the ten values whose scores differ most. Why the rate changed: Kitagawa’s split into another mix of values and other rates within them. Counts are of different leads, rounded down to multiples of k.',
    ['segments', 'privacy.k', 'ranking.targetPrecision'],
    'Westfall and Young (1993), max-T; Kitagawa (1955)',
  ),
  define(
    'model-versions',
    'Model versions',
    'The version of most predictions in the window beside each other one, and beside versions that scored without being used (the field shadow of a prediction). Paired where both scored the same leads within a day: DeLong’s test for ROC AUC, the influence of each lead for precision at the top. Else only where leads were shared out at random: evenly in time (chi-squared), and with inputs from which a classifier cannot tell the version (both p at least 0.01). Outcomes are mature. Where the contacted leads were chosen by score, the same leads are compared among those contacted at random, and shared ones by their tops alone. A version is recommended where the interval of a difference excludes zero; all intervals of a report are wrong at most once in twenty, looked at once. Who looks every night and stops at the first difference finds one more often.',
    ['ranking.', 'outcomes.maturityDays', 'privacy.k', 'privacy.modelVersions'],
    'DeLong et al. (1988); Newcombe (1998)',
  ),
  define(
    'response-time',
    'Response time',
    'The time the API took for one request, as logged: validation and preprocessing included.',
  ),
  define(
    'benchmark',
    'Benchmark',
    'The model, run on this machine during the build: warm-up, then single rows, one thread. It says what the model alone costs.',
    ['benchmark.'],
  ),
  define(
    'drift-tests',
    'Drift tests',
    'Each feature is compared between the reference and the window. Numbers: the two-sample Kolmogorov–Smirnov test, exact where the samples are small. Categories: the chi-squared test of homogeneity on the table of both counts; with rare categories, the table that pools them and the table of all categories are tested together. A feature is drifted when p lies below the threshold. The policy may choose another test per feature.',
    ['drift.tests', 'drift.features', 'types.'],
    'Marsaglia, Tsang and Wang (2003); Simard and L’Ecuyer (2011); Cochran (1954)',
  ),
  define(
    'p-value',
    'p',
    'The chance to see a difference at least as large when nothing has changed. Small p: hard to explain by chance. It says nothing about size.',
  ),
  define(
    'p-adjusted',
    'p adjusted',
    'p after Benjamini and Hochberg’s correction for testing many features at once. With twelve features and nothing drifting, one in two reports flags a feature by p alone.',
    [],
    'Benjamini and Hochberg (1995)',
  ),
  define(
    'effect-size',
    'Effect size',
    'How large a shift is, whatever the number of rows: a large sample finds tiny shifts. The word (negligible, small, medium, large) is what to read first. Categories: Cramér’s V from the two sides’ shares, less what chance gives (small from 0.1, medium from 0.3, large from 0.5); the word is one higher where a category’s share changes at least threefold. Numbers: the Kolmogorov–Smirnov distance, its word less what chance gives. A drift is material when the adjusted p is below alpha, the size is at least small, and the 95 % interval of the size lies above 0.05.',
    ['drift.count'],
    'Cohen (1988); Bergsma (2013)',
  ),
  define(
    'power',
    'Smallest shift found',
    'The shift that the test would have found 80 % of the time with this many rows. Smaller shifts may be there unseen.',
  ),
  define(
    'text-drift',
    'Text drift',
    'A classifier is shown words of both sides; when it can tell them apart (AUC above one half), or the share of texts with one word changed, the texts changed.',
  ),
  define(
    'multivariate',
    'All features together',
    'One classifier over all features, and the product of every two: they find changes of their combination that no single test sees.',
    ['drift.multivariate', 'drift.sampleRows'],
  ),
  define(
    'attribution',
    'What moved the scores',
    'The change of the mean score between the reference (or the window before, where the reference has no scores) and the window, split over the features: how much each of them moves the score when a lead’s inputs change one after the other, in every order, from those of a reference lead to those of a lead of the window. The parts and the rest add up to the change. By the model’s own trees where the log holds its inputs, else by trees fitted to the logged scores, of which nothing is claimed where they explain less than 70 % of the scores on rows they have not seen. A feature does not matter only where the whole 95 % interval lies within ±0.01. Features that rank leads alike (correlation above 0.7) are shown with their sum.',
    ['drift.sampleRows'],
    'Lundberg et al. (2020), interventional TreeSHAP',
  ),
  define(
    'diagnosis',
    'Diagnosis',
    'Covariate shift: the inputs moved, and outcomes are what the scores of the same leads foretell. Concept drift: outcomes are not. Both, none, or not known: scores that moved prove neither, so it takes outcomes.',
  ),
  define(
    'alerts',
    'Alerts',
    'Rules with an owner. Those on a window slide it over the log. Firing: the newest window breaches. Fired: an earlier one did. The window reaches back to a number of events, so that thin traffic neither alarms on one event nor hides a slow API.',
  ),
  define(
    'rules',
    'Rules',
    `Alerts on any figure, from the policy: a limit, a change against an earlier report, or a band learnt from the archive; over n of m reports. Also on: ${listWords(MEASURES.map(({ label }) => clause(label)))}.`,
    ['alerts.'],
  ),
  define(
    'incidents',
    'Incidents',
    'A problem over reports: opened in the first that sees it, worse where its severity rises or another rule joins, over in the first in which no rule of it fires. A rule that cannot be judged neither opens nor ends one.',
    ['incidents.'],
  ),
  ...ALERTS.map(({ id, title, meaning }) =>
    define(`alert-${id}`, `Alert: ${title}`, meaning, [`alerts.${id}.`]),
  ),
  define(
    'decisions',
    'Decisions',
    'What the team decided, from its committed file. Silenced: not told until the day is over, and no more than Attention in the verdict; it is known, and still so. Acknowledged: somebody sees to the incident. Accepted: a drifted feature is the new normal; it still counts in the drift share. A decision whose day is over ends by itself. What is Critical by the outcomes themselves cannot be silenced.',
  ),
  define(
    'retraining',
    'Retraining',
    `Recommended when at least one trigger is met: ${listWords(TRIGGERS.map(({ title }) => clause(title)))}. A trigger that asks the question of an alert shares its threshold.`,
    TRIGGERS.map((trigger) =>
      'alert' in trigger ? `alerts.${trigger.alert.id}.` : `triggers.${trigger.id}.`,
    ),
  ),
  define(
    'recent-predictions',
    'Recent predictions',
    'The newest predictions, and enough older ones that each preset finds as many. No input of a lead is shown.',
    ['predictions.'],
  ),
  define(
    'input-quality',
    'Input quality',
    'Rows that could not be read, as a share of all rows, by reason. Their values are not shown.',
    ['inputQuality.'],
  ),
  define(
    'privacy',
    'Privacy',
    'No raw input reaches this site. Nothing is said of fewer than k leads: names, words, counts, extremes and percentiles that rest on fewer are pooled, made coarser or left out. Leads are counted once, however often they were scored, in multiples of k rounded down, and shares, statistics and p-values have no more digits than that; what is judged is judged on the exact numbers. 0 stands for fewer than k.',
    ['privacy.'],
  ),
];

/** Definitions of a report's figures and how they are judged, followed by the terms. */
export const definitions = (report: WithOwnFigures): readonly Definition[] => [
  ...allFigures(report).map(({ id, anchor, label, definition, source, policyKeys }) => ({
    id: anchor,
    term: label,
    text: definition,
    source,
    policy: [`figures.${id}.`, ...policyKeys],
  })),
  ...TERMS,
];
