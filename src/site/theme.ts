import { createHash } from 'node:crypto';

/**
 * Sets a stored theme before the first paint, to avoid a flash of the other theme. It is the only inline script of the
 * site; the policy below contains its hash.
 */
export const THEME_SCRIPT =
  "try{var t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}document.documentElement.classList.add('js')";

const hash = createHash('sha256').update(THEME_SCRIPT).digest('base64');

/** Allows a page to load files of the site only, and no inline code except the script above. */
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

/** A card in a frame of another site runs no script at all. */
export const EMBED_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
