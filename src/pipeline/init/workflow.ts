import { existsSync } from 'node:fs';
import { configurationError } from '../../monitor-error.ts';
import { isPostgresUrl } from '../../settings/postgres-url.ts';
import { settingPath } from '../../settings/settings.ts';
import type { PathSetting, Settings } from '../../settings/variables.ts';

/** Where the workflow is written, relative to the repository. */
export const WORKFLOW_PATH = '.github/workflows/lead-scoring-monitor.yml';

const ACTION = /^[\w.-]+\/[\w.-]+@[\w./-]+$/;

/**
 * A workflow that builds and publishes the site every night by the action, with the inputs that are set now.
 *
 * An address of a Postgres server is taken from the repository's secrets, because it may hold a password.
 *
 * @param action the repository of the action and a commit or tag of it: `team/lead-scoring-monitor@v1.0.0`.
 * @throws MonitorError `bad-flag` (exit code 2).
 */
export function nightlyWorkflow(settings: Settings, action: string): string {
  if (!ACTION.test(action)) {
    throw configurationError(
      'bad-flag',
      `--workflow must name the repository of the action and a commit or tag, such as team/lead-scoring-monitor@v1.0.0, not "${action}".`,
    );
  }
  const { predictions, requests, reference, outcomes, shadow, model, policy, decisions, figures, api } =
    settings;
  // A path that is set and not there ends a build, so a default one is named only where it is there now.
  const inPlace = (setting: PathSetting): string | undefined =>
    existsSync(settingPath(setting, settings.cwd)) ? setting.fallback : undefined;
  const inputs = [
    input('predictions-log', predictions, predictions.fallback),
    input('api-requests-log', requests, inPlace(requests)),
    input('reference', reference, inPlace(reference)),
    input('outcomes', outcomes),
    input('shadow-log', shadow),
    input('model', model),
    input('policy', policy, policy.fallback),
    input('decisions', decisions, inPlace(decisions)),
    input('figures', figures, inPlace(figures)),
    api.explicit ? `          api-base-url: \${{ vars.API_BASE_URL }}` : null,
  ].filter((line) => line !== null);
  const [repository = '', version = ''] = action.split('@');
  return `name: Lead scoring monitor

on:
  schedule:
    - cron: '17 3 * * *'
  workflow_dispatch:

concurrency:
  group: lead-scoring-monitor
  cancel-in-progress: false

permissions: {}

jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: read
    outputs:
      id: \${{ steps.monitor.outputs.id }}
      simulated: \${{ steps.monitor.outputs.simulated }}
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      # Fetch the logs here, where they are not in this repository.
      - id: monitor
        uses: ${action}
        env:
          PGPASSWORD: \${{ secrets.PGPASSWORD }}
        with:
${inputs.join('\n')}
          notify: 'true'
      - uses: actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2
        with:
          name: archive
          path: \${{ steps.monitor.outputs.archive }}
          if-no-files-found: ignore
      - uses: actions/upload-pages-artifact@7b1f4a764d45c48632c6b24a0339c27f5614fb0b # v4.0.0
        with:
          path: \${{ steps.monitor.outputs.path }}

  save:
    needs: build
    if: needs.build.outputs.simulated == 'false'
    runs-on: ubuntu-latest
    permissions:
      contents: write # pushes the archive's branch
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093 # v4.3.0
        with:
          name: archive
          path: archive
      - uses: ${repository}/.github/actions/save@${version}
        with:
          archive: archive
          report: \${{ needs.build.outputs.id }}
          simulated: \${{ needs.build.outputs.simulated }}

  deploy:
    needs: [build, save]
    if: \${{ !cancelled() && needs.build.result == 'success' && needs.save.result != 'failure' }}
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
    steps:
      - uses: actions/deploy-pages@d6db90164ac5ed86f2b6aed7e0febac5b3c0c03e # v4.0.5
`;
}

/** A line of the action's inputs; null where nothing is set and there is no default. */
function input(name: string, { variable, value }: PathSetting, fallback?: string): string | null {
  if (isPostgresUrl(value)) return `          ${name}: \${{ secrets.${variable} }}`;
  const path = value ?? fallback;
  return path === undefined || path === '' ? null : `          ${name}: '${path.replaceAll("'", "''")}'`;
}
