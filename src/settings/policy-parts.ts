import { z } from 'zod';

interface Part {
  readonly id: string;
  /** The part of the policy that belongs to the definition, with its defaults. */
  readonly policy: z.ZodType;
}

/** One key for each definition, its id, with the part of the policy that the definition declares. */
export const policyParts = <const Parts extends readonly Part[]>(parts: Parts) =>
  z
    .strictObject(
      Object.fromEntries(parts.map(({ id, policy }) => [id, policy])) as {
        [Each in Parts[number] as Each['id']]: Each['policy'];
      },
    )
    // Every part has a default, which the type of generic parts cannot say.
    .prefault({} as never);
