import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationError, EXIT } from '../../src/monitor-error.ts';
import { decidePolicy } from '../../src/pipeline/init/decide-policy.ts';
import { initWords } from '../../src/pipeline/init/init-words.ts';
import { nightlyWorkflow, WORKFLOW_PATH } from '../../src/pipeline/init/workflow.ts';
import { writeWithCopy } from '../../src/pipeline/init/write-with-copy.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag, text } from '../../src/settings/command/options.ts';
import { readPolicyFile } from '../../src/settings/policy-file.ts';
import { isObject } from '../../src/settings/policy-object.ts';
import { readSettings, settingPath } from '../../src/settings/settings.ts';
import { settingsHelp } from '../../src/settings/settings-help.ts';

export const command = defineCommand({
  options: {
    workflow: text(
      'ACTION',
      `writes ${WORKFLOW_PATH}, too, which runs this action every night (team/lead-scoring-monitor@v1.0.0)`,
    ),
    yes: flag('add to a policy file that is there: its own values stay, and a copy is kept beside it (.bak)'),
  },
  details: () =>
    `Reads the inputs as check does and writes what differs from the defaults to the policy (POLICY_PATH).\n\n${settingsHelp(process.env)}`,
  example: { before: "PREDICTIONS_LOG='logs/*.jsonl.gz'", args: [] },
  exits: {
    0: 'a build can use the inputs',
    2: 'bad setting or policy, the policy is there, or the site would be empty',
    3: null,
  },
  async run({ values, signal, reporter, print, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const workflow = values.workflow === undefined ? null : nightlyWorkflow(settings, values.workflow);
    const workflowPath = join(settings.cwd, WORKFLOW_PATH);
    if (workflow !== null && existsSync(workflowPath)) {
      throw configurationError(
        'workflow-exists',
        `--workflow: ${workflowPath} is there already, and nothing was changed. Remove it first.`,
      );
    }
    const path = settingPath(settings.policy, settings.cwd);
    const there = existsSync(path) ? await readPolicyFile(path, settings.policy.variable) : null;
    const given = there?.value ?? {};
    if (!isObject(given)) throw configurationError('policy-syntax', `${path} is not a JSON object.`);
    // The policy of the template says nothing yet.
    const isEmpty = Object.keys(given).every((key) => key === '$schema');
    if (!isEmpty && !values.yes) {
      throw configurationError(
        'policy-exists',
        `${settings.policy.variable}: ${path} is there already, and nothing was changed. With --yes what the inputs decide is added; its own values stay.`,
      );
    }
    const scratch = await mkdtemp(join(tmpdir(), 'lead-scoring-monitor-init-'));
    try {
      const decided = await decidePolicy(settings, given, { scratch, reporter, signal });
      reporter.finish();
      signal.throwIfAborted();
      const { decisions, policy, checked } = decided;
      const writes = there === null || decisions.length > 0;
      if (writes)
        await writeWithCopy(
          'policy',
          path,
          `${JSON.stringify(policy, null, 2)}\n`,
          isEmpty ? null : (there?.text ?? null),
        );
      if (workflow !== null) await writeWithCopy('workflow', workflowPath, workflow, null);
      print(initWords(decided, writes ? path : null));
      if (workflow !== null) print(`Wrote ${workflowPath}`);
      printJson({ written: writes ? path : null, decisions, faults: checked.faults });
      return checked.faults.length === 0 ? EXIT.ok : EXIT.configuration;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  },
});
