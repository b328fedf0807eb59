/**
 * For zod, where a schema is used once or twice in a process: it would first compile itself to JavaScript, which takes
 * longer than checking a whole report without that.
 */
export const ONCE = { jitless: true } as const;
