/** Longest name, label or category that a report repeats, in characters. */
const LONGEST = 100;

/** A text without control characters and line breaks, which become spaces, and without lone surrogates, which UTF-8 cannot write. */
export const oneLine = (text: string): string => text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');

/**
 * A value from outside that is safe to show: no control character, no bidirectional override, no line break, at most
 * 100 characters. Empty becomes "(empty)", so that a reader sees that something stood there.
 */
export function cleanText(value: string, longest = LONGEST): string {
  const clean = oneLine(value)
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim();
  if (clean === '') return '(empty)';
  const characters = Array.from(clean);
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join('')}…`;
}

/** A URL without what must not be published: user, password, query, fragment. */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) return cleanText(url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/s, ''), 200);
  const parsed = new URL(url);
  return cleanText(`${parsed.protocol}//${parsed.host}${parsed.pathname}`, 200);
}

/** The same without the path, which may be a secret, too. Of what is no URL nothing is shown. */
export const publicOrigin = (url: string): string | null =>
  URL.canParse(url) ? cleanText(new URL(url).origin, 200) : null;

/** A reason as a sentence: a capital letter, a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  const ended = /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
  return `${ended.charAt(0).toUpperCase()}${ended.slice(1)}`;
}

/** A label as part of a sentence: without its capital letter. */
export const clause = (label: string): string => `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
