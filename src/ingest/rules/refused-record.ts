/**
 * A record that was refused before DuckDB saw it travels as an object with this one key, so that it is counted with
 * its own reason among the others.
 */
export const REFUSED_KEY = '~refused';

export type EarlyRefusal = 'ragged-row' | 'line-too-long' | 'unpacked-too-large' | 'unreadable';

export const refusedRecord = (code: EarlyRefusal): Record<string, string> => ({ [REFUSED_KEY]: code });
