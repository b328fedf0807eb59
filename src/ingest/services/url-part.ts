/** A percent-encoded part of a URL (user, password) in plain text; a percent sign that encodes nothing is part of it. */
export function decodeUrlPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
