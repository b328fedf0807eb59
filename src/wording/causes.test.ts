import { expect, test } from 'vitest';
import { causesSentences, causesWords } from './causes.ts';

const version = { kind: 'version', name: '2', detail: 'since 2026-02-11, before it 1' } as const;
const release = { kind: 'release', name: 'lead_scoring 7', detail: 'registered 2026-02-11' } as const;
const feature = { kind: 'feature', name: 'size', detail: null } as const;

test('says of each cause what it is, and its detail', () => {
  expect(causesWords([version, release, feature])).toBe(
    'model version 2 (since 2026-02-11, before it 1), release lead_scoring 7 (registered 2026-02-11) and feature size',
  );
  expect(causesSentences({ explains: [feature] })).toEqual(['Changed with it: feature size.']);
});

test('nothing that changed is nothing said', () => {
  expect(causesWords([])).toBeNull();
  expect(causesSentences({ explains: [] })).toEqual([]);
});
