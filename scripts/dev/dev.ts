import { parseArgs } from 'node:util';
import { provideSiteData } from '../../src/report/site-data.ts';
import { runCommand } from '../../src/settings/cli.ts';
import { astroSettings } from '../../src/site/astro-settings.ts';
import { provideBasePath } from '../../src/site/base-path.ts';
import { fixtureSite, SITE_STATES, type SiteState } from '../../tests/support/fixtures/site.ts';

const STATES = Object.keys(SITE_STATES) as SiteState[];
const USAGE = `Shows the site with live reload on a made-up report, for work on pages and styles.

Usage: npm run dev -- [--state ${STATES.join('|')}] [--port 4321]

  --state    which report (default drifted)
  --port     where to listen on this machine (default 4321)
  --help     this text

Example: npm run dev -- --state red
`;

await runCommand(async (signal) => {
  const { values } = parseArgs({
    options: {
      state: { type: 'string', default: 'drifted' },
      port: { type: 'string', default: '4321' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const state = STATES.find((candidate) => candidate === values.state);
  if (state === undefined) {
    console.error(`--state: "${values.state}" is none of ${STATES.join(', ')}.`);
    return 2;
  }
  provideBasePath('/');
  provideSiteData(fixtureSite(SITE_STATES[state]));
  const settings = astroSettings(null, '/', 'dev');
  // Turns off Astro's telemetry; must be set before Astro is loaded.
  process.env['ASTRO_TELEMETRY_DISABLED'] = '1';
  const { dev } = await import('astro');
  const server = await dev({ ...settings, server: { host: '127.0.0.1', port: Number(values.port) } });
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await server.stop();
  return undefined;
});
