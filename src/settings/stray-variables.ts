import { editDistance } from './nearest.ts';
import { OUTPUT_VARIABLES } from './outputs-settings.ts';
import { type StrayVariable, VARIABLES } from './variables.ts';

/** Read elsewhere than in the two tables of settings, or well known under a name like one of ours. */
const OTHERS = [
  'BUILD_TIMEOUT',
  'FRAME_ANCESTORS',
  'REBUILD_EVERY',
  'SITES_DIR',
  'PORT',
  'LEMLIST_API_KEY',
  'LEMLIST_API_URL',
  'LEMLIST_HASH_KEY',
];
const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(VARIABLES),
  ...Object.keys(OUTPUT_VARIABLES),
  ...OTHERS,
]);
/** Of ours, long enough that a similar name is no chance: `NOW` and `STORE` are near to too many words. */
const DISTINCTIVE = [...KNOWN].filter((name) => name.includes('_') && !name.startsWith('GITHUB_'));

/**
 * Variables of the environment that are probably meant to be one of ours: misspelt (`PREDICTION_LOG`), or with a word too
 * many or too few (`REFERENCE_PATH`). Variables without a value are none.
 */
export function strayVariables(env: Readonly<Record<string, string | undefined>>): StrayVariable[] {
  return Object.keys(env)
    .filter((name) => /^[A-Za-z][A-Za-z0-9_]{3,60}$/.test(name) && (env[name] ?? '').trim() !== '')
    .filter((name) => !KNOWN.has(name))
    .flatMap((name): StrayVariable[] => {
      const nearest = DISTINCTIVE.filter((ours) => isNear(name.toUpperCase(), ours)).sort(
        (a, b) => editDistance(name, a) - editDistance(name, b),
      )[0];
      return nearest === undefined ? [] : [{ name, nearest }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** In words, without the value, which may be a secret. */
export const strayWords = ({ name, nearest }: StrayVariable): string =>
  `${name} is set, which no setting is called: did you mean ${nearest}?`;

/** First words of variables that routes of the policy may name as they like. */
const OF_ROUTES = /^(SMTP|MAIL|SLACK|TEAMS|PAGERDUTY|WEBHOOK)_/;

function isNear(name: string, ours: string): boolean {
  // The distance is at least the difference in length, which rules out nearly all pairs.
  if (Math.abs(name.length - ours.length) <= 2 && editDistance(name, ours) <= 2) return true;
  if (OF_ROUTES.test(name)) return false;
  const [a, b] = [wordsOf(name), wordsOf(ours)];
  // The first word says what is meant; one further word may be missing or too many.
  if (a[0] !== b[0] || a.length < 2 || b.length < 2 || Math.abs(a.length - b.length) !== 1) return false;
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a];
  return fewer.every((word) => more.includes(word));
}

const wordsOf = (name: string): string[] => name.split('_').map((word) => word.replace(/S$/, ''));
