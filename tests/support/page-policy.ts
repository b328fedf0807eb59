import { CONTENT_SECURITY_POLICY, EMBED_SECURITY_POLICY } from '../../src/site/theme.ts';

/** The policy that a built page must have, by its file. */
export const pagePolicy = (file: string): string =>
  file.startsWith('embed/') ? EMBED_SECURITY_POLICY : CONTENT_SECURITY_POLICY;
