import { expect, test } from 'vitest';
import { valueUnder, withValue } from './policy-object.ts';

test('a value is written without a change of the others or of their order', () => {
  const policy = { drift: { k: 1 }, site: { title: 'x' } };
  const written = withValue(policy, ['drift', 'features', 'size', 'ignore'], true);
  expect(JSON.stringify(written)).toBe(
    '{"drift":{"k":1,"features":{"size":{"ignore":true}}},"site":{"title":"x"}}',
  );
  expect(policy).toEqual({ drift: { k: 1 }, site: { title: 'x' } });
  expect(withValue({ drift: [] }, ['drift', 'k'], 1)).toEqual({ drift: { k: 1 } });
});

test.each(['__proto__', 'constructor', 'toString'])('an input key may be called %s', (name) => {
  expect(valueUnder({}, [name])).toBeUndefined();
  const written = withValue({}, ['features', name, 'ignore'], true);
  expect(JSON.stringify(written)).toBe(`{"features":{"${name}":{"ignore":true}}}`);
  expect(valueUnder(written, ['features', name, 'ignore'])).toBe(true);
});
