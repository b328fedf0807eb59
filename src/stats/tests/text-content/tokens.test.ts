import { describe, expect, test } from 'vitest';
import { words } from './tokens.ts';

describe('words', () => {
  test('splits any script, in lower case, without single letters', () => {
    expect(words('Développeur C++ · 数据 工程师, R&D')).toEqual(['développeur', '数据', '工程师']);
  });

  test('folds forms that look alike, and finds nothing in marks alone', () => {
    expect(words('ｆｕｌｌ ﬁt')).toEqual(['full', 'fit']);
    expect(words('— !')).toEqual([]);
  });
});
