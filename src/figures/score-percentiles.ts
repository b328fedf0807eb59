/** Source shared by the percentiles of the score. */
export const PERCENTILE_SOURCE = 'Hyndman and Fan (1996), definition 7';
export const SCORE_CHART = { id: 'scores', title: 'Score percentiles' } as const;
