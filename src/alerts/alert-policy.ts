import { z } from 'zod';
import { SEVERITIES, type Severity } from '../report/schema/model.ts';

/** Keys of the policy that every alert has. */
export interface AlertPolicy {
  readonly severity: Severity;
  readonly owner: string;
  readonly action: string;
}

/** Keys of the policy that an alert on a sliding window has besides. */
export interface SlidingPolicy extends AlertPolicy {
  readonly threshold: number;
  readonly windowMinutes: number;
  readonly minimumEvents: number;
  readonly maximumHours: number;
}

/**
 * The part of the policy that belongs to one alert.
 * @param defaults how urgent it is, whose it is, what that owner does.
 * @param keys the keys of its own rule, with their defaults.
 */
export const alertPolicy = <Keys extends z.ZodRawShape>(defaults: AlertPolicy, keys: Keys) =>
  z
    .strictObject({
      severity: z
        .enum(SEVERITIES)
        .default(defaults.severity)
        .describe('critical and high make the verdict red, medium and low make it yellow'),
      owner: z.string().default(defaults.owner).describe('who is told'),
      action: z.string().default(defaults.action).describe('what the owner is told to do'),
      ...keys,
    })
    // Every key has a default, which the type of generic keys cannot say.
    .prefault({} as never);

/** The keys of a sliding window. */
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

/** A share from 0 to 1. */
export const shareKey = (fallback: number, description: string) =>
  z.number().min(0).max(1).default(fallback).describe(description);
