import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT } from '../../src/monitor-error.ts';
import { checkInputs } from '../../src/pipeline/check/check-inputs.ts';
import { checkWords } from '../../src/pipeline/check/check-words.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { readPolicy } from '../../src/settings/read-policy.ts';
import { policyPath, readSettings } from '../../src/settings/settings.ts';
import { settingsHelp } from '../../src/settings/settings-help.ts';
import { strayWords } from '../../src/settings/stray-variables.ts';

export const command = defineCommand({
  options: {},
  details: () => settingsHelp(process.env),
  example: { before: "PREDICTIONS_LOG='logs/*.jsonl.gz'", args: [] },
  exits: { 0: 'a build can use the inputs', 2: 'bad setting or policy, or the site would be empty', 3: null },
  async run({ signal, reporter, print, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const policy = await readPolicy(policyPath(settings));
    const scratch = await mkdtemp(join(tmpdir(), 'lead-scoring-monitor-check-'));
    try {
      const { stray } = settings;
      const checked = await checkInputs(settings, policy, { scratch, reporter, signal }).catch((error) => {
        // A misspelt variable is often why there is nothing to check.
        for (const variable of stray) reporter.warn(strayWords(variable));
        throw error;
      });
      reporter.finish();
      print(checkWords(checked, stray));
      printJson({ ...checked, environment: stray });
      return checked.faults.length === 0 ? EXIT.ok : EXIT.configuration;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  },
});
