/** A parsed policy file of any age, or an object in it. */
export type PolicyObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is PolicyObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of keys, own ones only; undefined where it is not set. */
export const valueUnder = (object: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    object,
  );

/** The value at a dotted key of the policy; undefined where it is not set. */
export const valueAt = (policy: unknown, key: string): unknown => valueUnder(policy, key.split('.'));

/** A copy with a value at a path of keys; keys that were there keep their places. */
export function withValue(object: PolicyObject, path: readonly string[], value: unknown): PolicyObject {
  const [step, ...rest] = path;
  if (step === undefined) return object;
  if (rest.length === 0) return { ...object, [step]: value };
  const inner = valueUnder(object, [step]);
  return { ...object, [step]: withValue(isObject(inner) ? inner : {}, rest, value) };
}
