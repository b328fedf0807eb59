import { existsSync } from 'node:fs';
import { openArchive } from '../../src/archive/archive.ts';
import { configurationError } from '../../src/monitor-error.ts';
import { writeWithCopy } from '../../src/pipeline/init/write-with-copy.ts';
import { suggestPolicy } from '../../src/pipeline/suggest/suggest-policy.ts';
import { suggestWords } from '../../src/pipeline/suggest/suggest-words.ts';
import { defineCommand } from '../../src/settings/command/command.ts';
import { flag } from '../../src/settings/command/options.ts';
import { readPolicyFile } from '../../src/settings/policy-file.ts';
import { isObject } from '../../src/settings/policy-object.ts';
import { printable } from '../../src/settings/printable.ts';
import { readSettings, settingPath } from '../../src/settings/settings.ts';

export const command = defineCommand({
  options: {
    yes: flag('add to the policy file: its own values stay, and a copy is kept beside it (.bak)'),
  },
  details:
    'Judges every archived report (ARCHIVE_DIR) outside incidents by what the others suggest, and says how often that would have been a false alarm.\nPrints the keys for the policy (POLICY_PATH) and writes nothing without --yes.\nFigures with fewer than 28 reports get no suggestion; limits of features, which the reference gives, need seven.',
  example: { args: [] },
  exits: { 2: 'bad setting or policy', 3: 'the archive is empty' },
  async run({ values, reporter, print, printExactly, printJson }) {
    const settings = readSettings(process.env, process.cwd(), Date.now);
    const path = settingPath(settings.policy, settings.cwd);
    const there = existsSync(path) ? await readPolicyFile(path, settings.policy.variable) : null;
    const given = there?.value ?? {};
    if (!isObject(given)) {
      throw configurationError('policy-syntax', `${path} is not a JSON object. Write {} for the defaults.`);
    }
    const archive = openArchive(settings.archiveDir);
    for (const note of archive.notes()) reporter.warn(`archive: ${note}`);
    const found = suggestPolicy(archive, given, { now: settings.now, policyName: path });
    const writes = values.yes && found.suggestions.length > 0;
    if (writes)
      await writeWithCopy('policy', path, `${JSON.stringify(found.policy, null, 2)}\n`, there?.text ?? null);
    console.error(printable(suggestWords(found)));
    if (writes) print(`Wrote ${path}`);
    else printExactly(printable(JSON.stringify(found.suggested, null, 2)));
    const { policy, ...result } = found;
    printJson({ ...result, written: writes ? path : null });
    return undefined;
  },
});
