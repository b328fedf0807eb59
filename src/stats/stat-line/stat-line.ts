import { categoricalTableFromCounts, numericTable } from '../tables/joint-table-from.ts';
import { runDriftTest, testLabel, testsFor } from '../tests/drift-test.ts';
import {
  type DriftTestResult,
  FEATURE_TYPES,
  type FeatureType,
  TEST_NAMES,
  type TestName,
  type TestOptions,
} from '../tests/drift-test-types.ts';
import { readSide, type Side, StatLineError } from './stat-line-side.ts';

const OPTIONS = ['threshold', 'type', 'compat', 'seed', 'permutations', 'bins', 'minimum', 'pool'] as const;

/**
 * Computes one line of the `stat` command from JSON text, `{"test", "reference", "production", "options"}`. Never
 * throws: an invalid line gives `{"status": "error", "message"}`.
 */
export function answerStatLine(line: string): Readonly<Record<string, unknown>> {
  try {
    const request = parseRequest(line);
    const { type, options } = request;
    const [reference, production] = [
      readSide(request.reference, type, 'reference'),
      readSide(request.production, type, 'production'),
    ];
    const result = runDriftTest(request.test, samples(type, reference, production), {
      ...options,
      missing: {
        reference: reference.missing,
        production: production.missing,
        first: reference.missingFirst || production.missingFirst,
      },
    });
    return {
      ...answer(result, options),
      test: request.test,
      label: testLabel(request.test),
      type,
      missingReference: reference.missing,
      missingProduction: production.missing,
    };
  } catch (error) {
    if (error instanceof StatLineError) return { status: 'error', message: error.message };
    throw error;
  }
}

/** One shape for every status: values that could not be computed are null, with the reason beside them. */
function answer(result: DriftTestResult, options: TestOptions): Readonly<Record<string, unknown>> {
  const empty = { statistic: null, p: null, score: null, effect: null, drifted: null };
  if (result.status !== 'ok') {
    const { status, ...rest } = result;
    return { status, ...empty, threshold: options.threshold ?? null, ...rest };
  }
  const { status, statistic, p, score, effect, drifted, threshold, ...rest } = result;
  return { status, statistic, p: p ?? null, score, effect: effect ?? null, drifted, threshold, ...rest };
}

function samples(type: FeatureType, reference: Side, production: Side) {
  if (type === 'numeric') return numericTable(reference.numbers, production.numbers);
  if (type === 'categorical') return categoricalTableFromCounts(reference.counts, production.counts);
  return { kind: 'text' as const, reference: reference.texts, production: production.texts };
}

interface Request {
  readonly test: TestName;
  readonly type: FeatureType;
  readonly reference: unknown;
  readonly production: unknown;
  readonly options: TestOptions;
}

function parseRequest(line: string): Request {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    throw new StatLineError(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(parsed))
    throw new StatLineError('a line must be a JSON object with "test", "reference" and "production"');
  const test = TEST_NAMES.find((name) => name === parsed['test']);
  if (test === undefined) {
    throw new StatLineError(
      `unknown test ${JSON.stringify(parsed['test'])}; these are known: ${TEST_NAMES.join(', ')}`,
    );
  }
  const options = parsed['options'] ?? {};
  if (!isRecord(options)) throw new StatLineError('"options" must be an object');
  for (const key of Object.keys(options)) {
    if (!OPTIONS.some((known) => known === key)) {
      throw new StatLineError(`unknown option "${key}"; these are known: ${OPTIONS.join(', ')}`);
    }
  }
  const { reference, production } = parsed;
  const type = featureType(test, options['type'], reference, production);
  return { test, type, reference, production, options: testOptions(options) };
}

function featureType(test: TestName, wanted: unknown, reference: unknown, production: unknown): FeatureType {
  const fitting = FEATURE_TYPES.filter((type) => testsFor(type).includes(test));
  if (wanted !== undefined && wanted !== null) {
    const type = FEATURE_TYPES.find((known) => known === wanted);
    if (type === undefined) throw new StatLineError(`"type" must be one of ${FEATURE_TYPES.join(', ')}`);
    if (!fitting.includes(type)) {
      throw new StatLineError(
        `the test "${test}" does not fit a ${type} feature; these do: ${testsFor(type).join(', ')}`,
      );
    }
    return type;
  }
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  return isNumeric(reference) && isNumeric(production) ? 'numeric' : 'categorical';
}

const isNumeric = (side: unknown): boolean =>
  Array.isArray(side) && side.every((value) => value === null || typeof value === 'number');

function testOptions(options: Readonly<Record<string, unknown>>): TestOptions {
  const { compat, bins, pool } = options;
  if (compat !== undefined && compat !== null && compat !== 'evidently') {
    throw new StatLineError('"compat" must be "evidently" or left out');
  }
  if (bins !== undefined && bins !== null && bins !== 'sturges' && bins !== 'quantile') {
    throw new StatLineError('"bins" must be "sturges" or "quantile"');
  }
  if (pool !== undefined && pool !== null && typeof pool !== 'boolean') {
    throw new StatLineError('"pool" must be true or false');
  }
  return {
    ...numberOption(options, 'threshold', 0, false),
    ...numberOption(options, 'seed', 0, true),
    ...numberOption(options, 'permutations', 1, true),
    ...numberOption(options, 'minimum', 1, true),
    ...(compat === 'evidently' ? { compat } : {}),
    ...(bins === 'sturges' || bins === 'quantile' ? { bins } : {}),
    ...(typeof pool === 'boolean' ? { pool } : {}),
  };
}

function numberOption(
  options: Readonly<Record<string, unknown>>,
  key: 'threshold' | 'seed' | 'permutations' | 'minimum',
  smallest: number,
  whole: boolean,
): TestOptions {
  const value = options[key];
  if (value === undefined || value === null) return {};
  const fits =
    typeof value === 'number' && value >= smallest && value <= 1e9 && (!whole || Number.isInteger(value));
  if (!fits)
    throw new StatLineError(`"${key}" must be a ${whole ? 'whole ' : ''}number of at least ${smallest}`);
  return { [key]: value };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
