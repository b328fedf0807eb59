/**
 * Parse options of zod for schemas that are used once or twice in a process: compiling a schema to JavaScript (the
 * default) takes longer than validating a complete report without it.
 */
export const ONCE = { jitless: true } as const;
