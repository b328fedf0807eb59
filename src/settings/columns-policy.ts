import { z } from 'zod';

/** Where the fields of a log stand, as the policy says it. Names of fields are those of the guide. */

const MAX_NAME = 200;
const MAX_DEPTH = 32;

const name = z
  .string()
  .min(1)
  .max(MAX_NAME)
  .refine((text) => !text.includes('\0'), 'a name cannot hold a NUL character');

/** `created_at`, or `payload.probability` where dots separate levels. */
const dotted = name.refine(
  (text) => text.split('.').every((part) => part !== '') && text.split('.').length <= MAX_DEPTH,
  `expected a name, or names of at most ${MAX_DEPTH} levels with a dot between them; give a name that contains a dot as a list, ["a.b"]`,
);

const constant = z.strictObject({ value: z.union([z.string().max(MAX_NAME), z.number()]) });

const oneOf = <Choices extends readonly [z.ZodType, z.ZodType, ...z.ZodType[]]>(
  choices: Choices,
  error: string,
) => z.union(choices, { error }).optional();

const column = oneOf(
  [dotted, z.array(name).min(1).max(MAX_DEPTH)],
  'expected a column: "created_at", "payload.score" (dots separate levels) or ["a.b"] (a name with a dot)',
);
const columnOrConstant = oneOf(
  [dotted, z.array(name).min(1).max(MAX_DEPTH), constant],
  'expected a column ("created_at", "payload.score" or ["a.b"]) or a constant ({"value": "0.3.0"})',
);
const labelColumn = oneOf(
  [dotted, z.array(name).min(1).max(MAX_DEPTH), constant, z.strictObject({ from: z.literal('score') })],
  'expected a column ("label"), a constant ({"value": "engaged"}) or {"from": "score"} (engaged above scores.labelThreshold)',
);

export const columnsPolicy = z
  .strictObject({
    predictions: z
      .strictObject({
        timestamp: column,
        input: column.describe('the features; "*": every key of the record that is none of the other fields'),
        score: column,
        label: labelColumn.describe('{"from": "score"}: positive above scores.labelThreshold'),
        inference_ms: columnOrConstant,
        model_version: columnOrConstant,
      })
      .default({}),
    requests: z
      .strictObject({
        timestamp: column,
        endpoint: columnOrConstant,
        method: columnOrConstant,
        status_code: columnOrConstant,
        response_ms: columnOrConstant,
      })
      .default({}),
    reference: z
      .strictObject({
        score: name.default('score'),
        outcome: name
          .optional()
          .describe('the outcome; without it the column that outcomes.outcomeColumn names'),
      })
      .prefault({}),
  })
  .prefault({})
  .describe('what the columns of the inputs are called, where their names are not recognised');

export type ColumnsPolicy = z.output<typeof columnsPolicy>;

/** Column of the reference that holds what became of its leads. */
export const referenceOutcomeColumn = (policy: {
  readonly columns: ColumnsPolicy;
  readonly outcomes: { readonly outcomeColumn: string };
}): string => policy.columns.reference.outcome ?? policy.outcomes.outcomeColumn;
