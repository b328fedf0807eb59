import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../report/schema/model.ts';

/** Conditions of a rule, of which it must have one at least. */
export const CONDITIONS = ['above', 'below', 'change', 'outside'] as const;

const levelsOf = (limit: z.ZodNumber) =>
  z.union([
    limit,
    z
      .partialRecord(z.enum(SEVERITIES), limit)
      .refine((levels) => Object.keys(levels).length > 0, 'one level at least, such as {"high": 0.1}'),
  ]);
const number = levelsOf(z.number()).describe(
  'a limit, or one for each severity: {"medium": 0.9, "high": 0.8}',
);
const size = levelsOf(z.number().positive()).describe('0.3 is 30 %; one number, or one for each severity');
const rate = levelsOf(z.number().min(1e-6).max(0.2)).describe(
  'share of reports outside although nothing changed; one number, or one for each severity',
);

const changePolicy = z
  .strictObject({
    from: z
      .enum(['previous-window', 'same-weekdays'])
      .describe('the report one window before, or the mean of the last four on this weekday'),
    up: size.optional(),
    down: size.optional(),
  })
  .refine(({ up, down }) => up !== undefined || down !== undefined, 'give "up", "down" or both');

const outsidePolicy = z.strictObject({
  falseAlarms: rate.default(0.01),
  side: z.enum(['both', 'below', 'above']).default('both'),
});

/** What a default rule says where the policy says nothing. */
export interface RuleDefaults {
  readonly title: string;
  readonly figure: string;
  readonly severity: Severity;
  readonly owner: string;
  readonly action: string;
  readonly for?: string;
  readonly above?: z.input<typeof number>;
  readonly below?: z.input<typeof number>;
  readonly outside?: z.input<typeof outsidePolicy>;
}

const title = z.string().min(1).max(80).describe('label on every surface; default that of the figure');
const figure = z.string().min(1).describe('id of a headline figure, or of a measure of features or segments');
/** How many of the last reports must breach a rule. */
export const lasting = z
  .string()
  .regex(/^[1-9]\d? of [1-9]\d?$/, 'as "2 of 3"')
  .describe('fires where so many of the last reports breach it');
const severity = z.enum(SEVERITIES).describe('where the limits name none');
const owner = z.string().describe('who is told');
const action = z.string().describe('what the owner is told to do');

const conditions = {
  segment: z
    .string()
    .min(1)
    .optional()
    .describe('a feature, or a segment such as country=France; default every one'),
  above: number.optional(),
  below: number.optional(),
  change: changePolicy.optional().describe('a change relative to an earlier report'),
  outside: outsidePolicy.optional().describe('a band learnt from the archive, from 28 reports on'),
  enabled: z.boolean().default(true).describe('false switches the rule off'),
};

/** A rule of the team's own: `alerts.<id>` of the policy. */
export const rulePolicy = z.strictObject({
  title: title.optional(),
  figure,
  ...conditions,
  for: lasting.default('1 of 1'),
  severity: severity.default('medium'),
  owner: owner.default('Data science'),
  action: action.default('Open the figure, and find what changed on that day.'),
});
export type RulePolicy = z.output<typeof rulePolicy>;
export type Levels = z.output<typeof number>;

/** A rule that the project brings: what the policy does not say has a default, a condition replaces the given ones. */
export const defaultRulePolicy = ({ above, below, outside, ...rest }: RuleDefaults) => {
  const given = { above, below, outside };
  return z
    .preprocess(
      (value) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        return CONDITIONS.some((name) => name in value) ? value : { ...defined(given), ...value };
      },
      z.strictObject({
        ...conditions,
        title: title.default(rest.title),
        figure: figure.default(rest.figure),
        for: lasting.default(rest.for ?? '1 of 1'),
        severity: severity.default(rest.severity),
        owner: owner.default(rest.owner),
        action: action.default(rest.action),
      }),
    )
    .prefault({});
};

const defined = (values: object): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** Limits by severity, the most severe first. */
export function byLevel(levels: Levels, severity: Severity): readonly (readonly [Severity, number])[] {
  if (typeof levels === 'number') return [[severity, levels]];
  return SEVERITIES.flatMap((level) => {
    const limit = levels[level];
    return limit === undefined ? [] : [[level, limit] as const];
  });
}

/** "2 of 3" as [2, 3]. */
export function sustained(text: string): readonly [number, number] {
  const [n = 1, m = 1] = text.split(' of ').map(Number);
  return [n, m];
}
