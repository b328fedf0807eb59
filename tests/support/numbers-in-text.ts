const TIME = /\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| UTC)?)?/g;

/** Numbers of a text as a reader reads them: "1,013 of 2,000" holds 1013 and 2000. Times are none. */
export const numbersIn = (text: string): number[] =>
  [
    ...text
      .replaceAll(TIME, ' ')
      .matchAll(/(?<![\d.,\w])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|(?<![\w.])\d+(?:\.\d+)?(?![\w])/g),
  ].map(([number]) => Number(number.replaceAll(',', '')));

/** Times of a text, of whatever precision, as epoch milliseconds. */
export const timesIn = (text: string): number[] =>
  [...text.matchAll(TIME)].map(([time]) => Date.parse(time.replace(' UTC', 'Z').replace(' ', 'T')));
