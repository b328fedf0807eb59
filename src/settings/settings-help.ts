import { isPostgresUrl } from './postgres-url.ts';
import { VARIABLES } from './variables.ts';

/** Hides credentials in URLs and tokens, which must not reach a terminal or a CI log. */
function shown(variable: string, value: string): string {
  if (/TOKEN|PASSWORD|SECRET|KEY/.test(variable)) return '(set)';
  // A path may be a secret of a gateway.
  if (variable === 'API_BASE_URL' && URL.canParse(value)) return new URL(value).origin;
  // Up to the last @, because a password may hold one.
  const isDatabase: boolean = isPostgresUrl(value);
  if (isDatabase) return value.replace(/\/\/.*@/s, '//…@').replace(/(password=)[^&]*/gi, '$1…');
  const open = value.replace(/\/\/[^/@\s]*@/, '//…@');
  return /^https?:/i.test(open) ? open.replace(/[?#].*$/s, '?…') : open;
}

/** Lists every variable with its meaning, its default and, where it is set, its value. */
export function settingsHelp(env: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries(VARIABLES).flatMap(([name, { fallback, meaning }]) => {
    const value = env[name]?.trim();
    const inForce = value === undefined || value === '' ? [] : [`      in force: ${shown(name, value)}`];
    return [`  ${name}`, `      ${meaning}`, `      default: ${fallback ?? '(none)'}`, ...inForce];
  });
  return ['Settings (environment):', '', ...lines].join('\n');
}
