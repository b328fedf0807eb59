import { MONITOR } from '../../src/command-names.ts';
import type { CommandList } from '../../src/settings/command/command.ts';

/** Command that starts the command line. */
export const PROGRAM = MONITOR;

export const DESCRIPTION = 'Monitors a lead-scoring API: reports from its logs as a static site.';

/** All commands, in the order of help. */
export const COMMANDS = {
  build: {
    summary: 'Builds the monitoring site from the logs.',
    load: () => import('./build.ts'),
  },
  start: {
    summary: 'Builds the site, then serves it.',
    load: () => import('./start.ts'),
  },
  serve: {
    summary: 'Serves the site and builds it again and again: what the container runs.',
    load: () => import('./serve.ts'),
  },
  backfill: {
    summary: 'Makes the reports of past days from the logs in one go, and the site once.',
    load: () => import('./backfill.ts'),
  },
  init: {
    summary: 'Looks at the inputs and writes the policy that they need.',
    load: () => import('./init.ts'),
  },
  'suggest-policy': {
    summary: 'Suggests rules and ranges from the archive, with the false alarms that each would have had.',
    load: () => import('./suggest-policy.ts'),
  },
  check: {
    summary: 'Reads every input as a build does, and says how it was understood and what is missing.',
    load: () => import('./check.ts'),
  },
  'check-site': {
    summary: 'Checks a built site: sizes after gzip, links and anchors, what a page may load.',
    load: () => import('./check-site.ts'),
  },
  'check-published': {
    summary: 'Checks from elsewhere that a published site is fresh: a dead man’s switch for a cron.',
    load: () => import('./check-published.ts'),
  },
  mail: {
    summary: 'Mails the verdict of the built site’s report with a link to it.',
    load: () => import('./mail.ts'),
  },
  notify: {
    summary:
      'Tells about the built site’s report: Slack, webhook, GitHub job summary, annotations and issue.',
    load: () => import('./notify.ts'),
  },
  probe: {
    summary: 'Checks the API’s health, logs the answer, and tells when the API went down or came back.',
    load: () => import('./probe.ts'),
  },
  export: {
    summary: 'Writes an archived report as one HTML file without scripts or network, to send, keep or print.',
    load: () => import('./export.ts'),
  },
  prune: {
    summary: 'Takes the details of old reports out of the archive.',
    load: () => import('./prune.ts'),
  },
  policy: {
    summary: 'Shows a policy, rewrites an old one, or writes the JSON Schema by which editors complete it.',
    load: () => import('./policy.ts'),
  },
  drift: {
    summary: 'Compares one table with a reference, by the tests and the policy of the reports.',
    load: () => import('./drift.ts'),
  },
  stat: {
    summary: 'Runs drift tests: one JSON line in, one JSON line out, in the order of the input.',
    load: () => import('./stat.ts'),
  },
  'export-lemlist': {
    summary:
      'Exports what became of the leads from LemList, as labelled rows for training and OUTCOMES_PATH.',
    load: () => import('./export-lemlist.ts'),
  },
  'train-model': {
    summary: 'Trains gradient-boosted trees on labelled leads and writes what the next report needs.',
    load: () => import('./train-model.ts'),
  },
  'evaluate-model': {
    summary: 'Evaluates a model on labelled leads, alone or against a challenger.',
    load: () => import('./evaluate-model.ts'),
  },
  'optimize-model': {
    summary:
      'Converts a trained XGBoost or LightGBM model to ONNX, checks that the scores agree, and times it.',
    load: () => import('./optimize-model.ts'),
  },
  'score-reference': {
    summary: 'Sends the rows of the reference to the API and writes them with their scores.',
    load: () => import('./score-reference.ts'),
  },
  'profile-api': {
    summary: 'Measures the latency of the scoring API, of the model alone, or of both.',
    load: () => import('./profile-api.ts'),
  },
} as const satisfies CommandList;
