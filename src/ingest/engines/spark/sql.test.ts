import { describe, expect, it } from 'vitest';
import { rejectRules } from './reject-case.ts';
import { readColumns } from './result-columns.ts';
import { sketchError } from './sketch.ts';
import { bucket, double, identifier, inRange, literal, variantField } from './sql.ts';

describe('SQL text', () => {
  it('escapes what ends a literal or an identifier', () => {
    expect(literal("it's \\ $x")).toBe("'it\\'s \\\\ $x'");
    expect(identifier('a`b')).toBe('`a``b`');
  });

  it('writes doubles with every digit', () => {
    expect(double(0.1 + 0.2)).toBe("double('0.30000000000000004')");
    expect(double(1e-7)).toBe("double('1e-7')");
  });

  it('takes ranges in whole microseconds, infinite ends too', () => {
    expect(inRange({ start: 0.5, end: Infinity })).toBe('time_us > 500 and time_us <= 9007199254740991');
    expect(bucket(60_000)).toBe('time_us div 60000000');
  });

  it('names any key of an object', () => {
    expect(variantField('o', 'a b')).toBe(`try_variant_get(o, '$["a b"]', 'variant')`);
    expect(variantField('o', 'a"b')).toBe(`try_variant_get(o, '$[\\'a"b\\']', 'variant')`);
    expect(variantField('o', `a"b'c`)).toContain(
      `try_element_at(try_cast(o as map<string, variant>), 'a"b\\'c')`,
    );
  });

  it('keeps the reasons of refusal of the embedded engine', () => {
    const codes = rejectRules('predictions').map((rule) => rule.code);
    expect(codes).toEqual(
      expect.arrayContaining([
        'line-too-long',
        'broken-json',
        'not-an-object',
        'missing-score',
        'negative-latency',
      ]),
    );
    expect(codes).not.toContain('ragged-row');
    expect(
      rejectRules('requests')
        .map((rule) => rule.sql)
        .join(),
    ).not.toMatch(/isfinite|refused =/);
  });
});

describe('fetched columns', () => {
  it('are read by kind, with nulls from the bitmap', () => {
    const rowSet = {
      columns: [
        { stringVal: { values: ['a', '', 'c'], nulls: Buffer.from([0b010]) } },
        { doubleVal: { values: [1.5, 0, -2], nulls: Buffer.from([0b010]) } },
        { boolVal: { values: [true, false, true], nulls: '\0' } },
      ],
    };
    expect(readColumns(rowSet)).toEqual([
      ['a', null, 'c'],
      [1.5, null, -2],
      [true, false, true],
    ]);
    expect(readColumns({ rows: [] })).toEqual([]);
  });

  it('have a null in the second byte of the bitmap', () => {
    const values = Array.from({ length: 10 }, (_, i) => i);
    const [column = []] = readColumns({ columns: [{ i32Val: { values, nulls: Buffer.from([0, 0b10]) } }] });
    expect(column[8]).toBe(8);
    expect(column[9]).toBeNull();
  });
});

describe('the error of a sketch', () => {
  it('is the largest share that stands for other values', () => {
    expect(sketchError(Float64Array.of(50, 30, 20), [false, true, true])).toBe(0.3);
    expect(sketchError(Float64Array.of(50, 50), [false, false])).toBe(0);
    expect(sketchError(new Float64Array(), [])).toBe(0);
  });
});
