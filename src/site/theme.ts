import { createHash } from 'node:crypto';

/**
 * Runs before the first paint, so that a remembered theme does not flash. It is the only inline script of the site;
 * the policy below names its hash.
 */
export const THEME_SCRIPT =
  "try{var t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}document.documentElement.classList.add('js')";

const hash = createHash('sha256').update(THEME_SCRIPT).digest('base64');

/** What a page may load: its own files, nothing else, nothing inline but the script above. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${hash}'`,
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');
