import { z } from 'zod';

interface Part {
  readonly id: string;
  /** The definition's part of the policy, with its defaults. */
  readonly policy: z.ZodType;
}

/** Composes the parts of the policy that definitions declare, keyed by their ids. */
export const policyParts = <const Parts extends readonly Part[]>(parts: Parts) =>
  z
    .strictObject(
      Object.fromEntries(parts.map(({ id, policy }) => [id, policy])) as {
        [Each in Parts[number] as Each['id']]: Each['policy'];
      },
    )
    // Every part has a default, which the generic type cannot express.
    .prefault({} as never);
