import { z } from 'zod';

/** Keys that a schema allows at a path, found in its JSON Schema. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node: unknown = z.toJSONSchema(schema, { io: 'input' });
  for (const step of path) {
    const form = objectForm(node);
    node = form.properties?.[String(step)] ?? form.items ?? form.additionalProperties ?? {};
  }
  return Object.keys(objectForm(node).properties ?? {}).filter((k) => k !== '$schema');
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** Of a schema with several forms those that are objects, as one. */
function objectForm(node: unknown): JsonSchema {
  const schema = node as JsonSchema;
  const forms = (schema.anyOf ?? schema.oneOf ?? []).filter(({ properties }) => properties !== undefined);
  return forms.length === 0 ? schema : Object.assign({}, ...forms, { properties: allProperties(forms) });
}

const allProperties = (forms: readonly JsonSchema[]): JsonSchema['properties'] =>
  Object.assign({}, ...forms.map(({ properties }) => properties));
