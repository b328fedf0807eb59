import { isDeepStrictEqual } from 'node:util';
import { isObject, type PolicyObject, valueAt, withValue } from './policy-object.ts';
import { namesNow, renamedKeysIn } from './renamed-keys.ts';

/** Old keys of one new key with different values, of which the user must choose one. */
export interface UpgradeConflict {
  readonly key: string;
  readonly candidates: readonly { readonly from: string; readonly value: unknown }[];
}

export interface PolicyUpgrade {
  /** The policy with current key names; keys in conflict are not rewritten. */
  readonly policy: PolicyObject;
  readonly moved: readonly { readonly from: string; readonly to: string }[];
  /** Removed keys that had no effect. */
  readonly dropped: readonly string[];
  readonly conflicts: readonly UpgradeConflict[];
}

/**
 * Rewrites the renamed keys of a policy. Other keys keep their values and their order; a key renamed inside one object
 * keeps its place, one that moves is added at the end of its new object, and objects that this empties are left out.
 *
 * @param keep old or new keys whose value is used where several keys of one new key differ.
 */
export function upgradePolicy(original: PolicyObject, keep: readonly string[] = []): PolicyUpgrade {
  const present = renamedKeysIn(original);
  const candidates = new Map<string, { from: string; value: unknown }[]>();
  for (const from of present) {
    for (const to of namesNow(from)) {
      const known = valueAt(original, to);
      const list = candidates.get(to) ?? (known === undefined ? [] : [{ from: to, value: known }]);
      candidates.set(to, [...list, { from, value: valueAt(original, from) }]);
    }
  }
  const conflicts: UpgradeConflict[] = [];
  const values = new Map<string, unknown>();
  for (const [key, list] of candidates) {
    const chosen = list.find(({ from }) => keep.includes(from)) ?? list[0];
    const differ = list.some(({ value }) => !isDeepStrictEqual(value, chosen?.value));
    if (differ && !list.some(({ from }) => keep.includes(from))) conflicts.push({ key, candidates: list });
    else values.set(key, chosen?.value);
  }
  const undecided = new Set(conflicts.flatMap(({ candidates: list }) => list.map(({ from }) => from)));
  let policy = original;
  const done = present.filter((from) => !undecided.has(from));
  for (const from of done) policy = replaceKey(policy, from, namesNow(from), values);
  for (const [key, value] of values) policy = withValue(policy, key.split('.'), value);
  return {
    policy,
    moved: done.flatMap((from) => namesNow(from).map((to) => ({ from, to }))),
    dropped: done.filter((from) => namesNow(from).length === 0),
    conflicts,
  };
}

/** Removes a key, or renames it in place if its new name is in the same object. */
function replaceKey(
  policy: PolicyObject,
  from: string,
  to: readonly string[],
  values: ReadonlyMap<string, unknown>,
): PolicyObject {
  const parent = from.slice(0, from.lastIndexOf('.') + 1);
  const last = from.slice(parent.length);
  const siblings = to.filter((key) => key.startsWith(parent) && !key.slice(parent.length).includes('.'));
  const edit = (object: PolicyObject): PolicyObject =>
    Object.fromEntries(
      Object.entries(object).flatMap(([key, value]) =>
        key === last
          ? siblings
              .filter(
                (sibling) => values.has(sibling) && !Object.hasOwn(object, sibling.slice(parent.length)),
              )
              .map((sibling) => [sibling.slice(parent.length), values.get(sibling)] as const)
          : [[key, value] as const],
      ),
    );
  return editAt(policy, parent.split('.').slice(0, -1), edit);
}

/** Edits the object at a path; an object that becomes empty is removed from its parent. */
function editAt(
  object: PolicyObject,
  path: readonly string[],
  edit: (object: PolicyObject) => PolicyObject,
): PolicyObject {
  const [step, ...rest] = path;
  if (step === undefined) return edit(object);
  const inner = object[step];
  if (!isObject(inner)) return object;
  const edited = editAt(inner, rest, edit);
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => {
      if (key !== step) return [[key, value] as const];
      return Object.keys(edited).length === 0 ? [] : [[key, edited] as const];
    }),
  );
}

/** One line for each change and for each open conflict. */
export function upgradeWords({ moved, dropped, conflicts }: PolicyUpgrade): string {
  const lines = [
    ...moved.map(({ from, to }) => `${from} is ${to} now`),
    ...dropped.map((key) => `${key} decided nothing and is left out`),
    ...conflicts.flatMap(({ key, candidates }) => [
      `${key} is one key now and these differ; choose one with --keep KEY:`,
      ...candidates.map(({ from, value }) => `  --keep ${from}   ${JSON.stringify(value)}`),
    ]),
  ];
  return lines.length === 0 ? 'Nothing is renamed.' : lines.join('\n');
}
