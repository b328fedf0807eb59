/** A part of a whole; of nothing, unknown. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
