import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEATURE_TYPES, TEST_NAMES } from '../tests/drift-test-types.ts';
import { answerStatLine } from './stat-line.ts';

const answer = (request: unknown) => answerStatLine(JSON.stringify(request));

describe('answerStatLine', () => {
  test('answers with the score that was compared, and counts nulls as missing', () => {
    const line = answer({ test: 'ks', reference: [1, 2, 3, null], production: [4, 5, 6] });
    expect(line).toMatchObject({
      status: 'ok',
      test: 'ks',
      type: 'numeric',
      statistic: 1,
      drifted: false,
      threshold: 0.05,
      missingReference: 1,
      missingProduction: 0,
      nReference: 3,
    });
    expect(line['score']).toBe(line['p']);
    expect(line['p']).toBeCloseTo(0.1, 12);
  });

  test('takes counts, booleans and forced types', () => {
    const counts = answer({
      test: 'chisquare',
      reference: { counts: { a: 30, b: 70 } },
      production: { counts: { a: 60, b: 40 } },
    });
    // By hand: 2·15²/45 + 2·15²/55.
    expect(counts['statistic']).toBeCloseTo(450 / 45 + 450 / 55, 12);
    expect(answer({ test: 'psi', reference: [true, false], production: [true, true] })).toMatchObject({
      type: 'categorical',
    });
    expect(answer({ test: 'psi', reference: [1, 2], production: [1, 2] })).toMatchObject({
      type: 'numeric',
      p: null,
    });
    expect(
      answer({ test: 'psi', reference: [1, 2], production: [1, 2], options: { type: 'categorical' } }),
    ).toMatchObject({ type: 'categorical', score: 0 });
  });

  test('has one shape for what could not be computed', () => {
    expect(answer({ test: 'ks', reference: [null, null], production: [1] })).toMatchObject({
      status: 'not-enough-data',
      statistic: null,
      p: null,
      score: null,
      drifted: null,
      missingReference: 2,
    });
  });

  test.each([
    ['{', /not JSON/],
    ['[]', /must be a JSON object/],
    ['{"test": "kss"}', /unknown test "kss"; these are known: ks, wasserstein/],
    ['{"test": "ks", "reference": ["a"], "production": [1]}', /reference\[0\] is "a"; a numeric feature/],
    ['{"test": "ks", "reference": [1], "production": 3}', /"production" must be a list/],
    ['{"test": "ks", "reference": [1], "production": [[1]]}', /production\[0\] must be a number/],
    [
      '{"test": "ks", "reference": [1], "production": [1], "options": {"type": "text"}}',
      /does not fit a text feature; these do: abs_text/,
    ],
    [
      '{"test": "ks", "reference": [1], "production": [1], "options": {"alpha": 1}}',
      /unknown option "alpha"/,
    ],
    [
      '{"test": "ks", "reference": [1], "production": [1], "options": {"threshold": "x"}}',
      /"threshold" must be a number/,
    ],
    [
      '{"test": "z", "reference": {"counts": {"a": -1}}, "production": ["a"]}',
      /counts\["a"\] must be a whole number/,
    ],
  ])('answers %s with an error that says what to do', (line, message) => {
    expect(answerStatLine(line)).toEqual({ status: 'error', message: expect.stringMatching(message) });
  });

  test('gives any line an answer', () => {
    const numbers = fc.array(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -3, max: 3 }),
        fc.constantFrom(0, -0, 1e308, -1e308, Number.MIN_VALUE, Number.MAX_VALUE, 1e-200, 1),
      ),
      { maxLength: 40 },
    );
    const side = fc.oneof(fc.array(fc.jsonValue(), { maxLength: 6 }), fc.jsonValue(), numbers);
    const request = fc.record({
      test: fc.oneof(fc.constantFrom(...TEST_NAMES), fc.string()),
      reference: side,
      production: side,
      options: fc.oneof(
        fc.constant({}),
        fc.jsonValue(),
        fc.record({ type: fc.constantFrom(...FEATURE_TYPES) }),
      ),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          request.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (line) => {
          expect(answerStatLine(line)['status']).toBeTypeOf('string');
        },
      ),
      { numRuns: 300 },
    );
  });
});
