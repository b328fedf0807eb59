import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../tests/support/metrics-context.ts';
import type { ColumnProfile, FeatureProfile } from '../../ingest/store.ts';
import { policySchema } from '../../settings/policy-schema.ts';
import { incomparable, inferType, typeChange } from './feature-type.ts';

const column = (fields: Partial<ColumnProfile>): ColumnProfile => ({
  rows: 100,
  missing: 0,
  numbers: 0,
  integers: 0,
  strings: 0,
  booleans: 0,
  nested: 0,
  distinct: 1,
  leads: 1,
  min: null,
  max: null,
  ...fields,
});
const integers = (distinct: number) => column({ numbers: 100, integers: 100, distinct });
const strings = (distinct: number, filled = 100) =>
  column({ strings: filled, missing: 100 - filled, distinct });
const feature = (
  reference: ColumnProfile | null,
  production: ColumnProfile | null = null,
): FeatureProfile => ({ name: 'f', reference, production });
const typeOf = (reference: ColumnProfile) => inferType(feature(reference), DEFAULT_POLICY).type;

describe('the type, from the reference', () => {
  test('of whole numbers is categorical up to ten distinct values', () => {
    expect(typeOf(integers(10))).toBe('categorical');
    expect(typeOf(integers(11))).toBe('numeric');
  });

  test('of other numbers is numeric', () => {
    expect(typeOf(column({ numbers: 100, integers: 99, distinct: 3 }))).toBe('numeric');
  });

  test('of strings is text from more than 20 distinct values that are more than 40 % of the filled rows', () => {
    expect(typeOf(strings(20, 30))).toBe('categorical');
    expect(typeOf(strings(21, 30))).toBe('text');
    expect(typeOf(strings(40))).toBe('categorical');
    expect(typeOf(strings(41))).toBe('text');
  });

  test('of booleans is categorical', () => {
    expect(typeOf(column({ booleans: 100, distinct: 2 }))).toBe('categorical');
  });

  test('of a mixed column is that of most of its values', () => {
    expect(typeOf(column({ numbers: 51, integers: 51, strings: 49, distinct: 30 }))).toBe('numeric');
    expect(typeOf(column({ numbers: 50, integers: 50, strings: 50, distinct: 30 }))).toBe('categorical');
  });

  test('does not change with the log', () => {
    const log = column({ strings: 100, distinct: 100 });
    expect(inferType(feature(integers(3), log), DEFAULT_POLICY).type).toBe('categorical');
  });

  test('is the policy’s where it names one', () => {
    const policy = policySchema.parse({ drift: { features: { f: { type: 'numeric' } } } });
    expect(inferType(feature(integers(3)), policy)).toEqual({
      type: 'numeric',
      reason: 'Set in the policy.',
    });
  });

  test('of what the reference does not have is shown by the log', () => {
    expect(inferType(feature(null, integers(50)), DEFAULT_POLICY)).toMatchObject({
      type: 'numeric',
      reason: expect.stringContaining('log'),
    });
    expect(inferType(feature(column({ missing: 100, distinct: 0 })), DEFAULT_POLICY).type).toBe(
      'categorical',
    );
  });
});

describe('a type change', () => {
  test('is seen in either direction', () => {
    expect(typeChange(feature(integers(50), strings(50)))).toBe(
      'Numbers in the reference, strings in the log (most of its filled values).',
    );
    expect(typeChange(feature(strings(50), integers(50)))).toContain('Strings in the reference, numbers in');
  });

  test('needs more than half of the filled values', () => {
    const half = column({ numbers: 40, integers: 40, strings: 40, missing: 20 });
    const most = column({ numbers: 41, integers: 41, strings: 39, missing: 20 });
    expect(typeChange(feature(strings(5), most))).not.toBeNull();
    expect(typeChange(feature(strings(5), half))).toBeNull();
  });

  test('is none where a side holds nothing', () => {
    expect(typeChange(feature(integers(5), column({ missing: 100 })))).toBeNull();
    expect(typeChange(feature(integers(5), null))).toBeNull();
  });

  test('names lists and booleans', () => {
    expect(typeChange(feature(integers(5), column({ nested: 100 })))).toContain(
      'lists or objects in the log',
    );
    expect(typeChange(feature(integers(5), column({ booleans: 100 })))).toContain('true/false in the log');
  });
});

test('a type that the policy decides reads both sides as strings, so that nothing changed', () => {
  const changed = feature(integers(5), strings(5));
  const decide = (type: 'numeric' | 'categorical' | 'text') =>
    policySchema.parse({ drift: { features: { f: { type } } } });
  expect(incomparable(changed, DEFAULT_POLICY)).not.toBeNull();
  expect(incomparable(changed, decide('numeric'))).not.toBeNull();
  expect(incomparable(changed, decide('categorical'))).toBeNull();
  expect(incomparable(changed, decide('text'))).toBeNull();
});
