import { z } from 'zod';
import { SEVERITIES, type Severity } from '../report/schema/model.ts';
import { lasting } from './rules/rule-policy.ts';

/** Policy keys of every alert. */
export interface AlertPolicy {
  readonly severity: Severity;
  readonly owner: string;
  readonly action: string;
  /** "2 of 3": how many of the last reports must breach it. */
  readonly for: string;
}

/** Additional policy keys of an alert on a sliding window. */
export interface SlidingPolicy extends AlertPolicy {
  readonly threshold: number;
  readonly windowMinutes: number;
  readonly minimumEvents: number;
  readonly maximumHours: number;
}

/**
 * Policy schema of one alert.
 * @param defaults severity, owner, and the owner's action.
 * @param keys keys of the alert's own rule, with defaults.
 */
export const alertPolicy = <Keys extends z.ZodRawShape>(defaults: Omit<AlertPolicy, 'for'>, keys: Keys) =>
  z
    .strictObject({
      severity: z
        .enum(SEVERITIES)
        .default(defaults.severity)
        .describe('critical and high make the verdict red, medium and low make it yellow'),
      owner: z.string().default(defaults.owner).describe('who is told'),
      action: z.string().default(defaults.action).describe('what the owner is told to do'),
      for: lasting.default('1 of 1'),
      ...keys,
    })
    // Every key has a default, which the generic type cannot express.
    .prefault({} as never);

/** Policy keys of a sliding window. */
export const slidingKeys = (windowMinutes: number, minimumEvents: number) => ({
  windowMinutes: z.number().positive().default(windowMinutes).describe('length of the sliding window'),
  minimumEvents: z
    .number()
    .int()
    .positive()
    .default(minimumEvents)
    .describe('where the window holds fewer events it reaches back to so many …'),
  maximumHours: z.number().positive().default(24).describe('… but no further than this'),
});

/** Policy key for a share from 0 to 1. */
export const shareKey = (fallback: number, description: string) =>
  z.number().min(0).max(1).default(fallback).describe(description);
