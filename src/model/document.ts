import type { DocumentObject, DocumentValue } from './ubjson-reader.ts';

/** Error for a field of a model document that violates the format. The message gives the field's path. */
export class ModelFieldError extends Error {
  override readonly name = 'ModelFieldError';
}

const fail = (path: string, expected: string): never => {
  throw new ModelFieldError(`${path}: expected ${expected}`);
};

const isDocumentObject = (value: DocumentValue | undefined): value is DocumentObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** A value in a document with its path, so that error messages can name it. */
export class Field {
  readonly #value: DocumentValue | undefined;
  readonly path: string;

  constructor(value: DocumentValue | undefined, path: string) {
    this.#value = value;
    this.path = path;
  }

  get exists(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  /** A member of an object; for an absent member, a field that does not exist. */
  get(key: string): Field {
    const value = this.#value;
    if (!isDocumentObject(value)) return fail(this.path, 'an object');
    return new Field(Object.hasOwn(value, key) ? value[key] : undefined, `${this.path}.${key}`);
  }

  list(): Field[] {
    const value = this.#value;
    if (!Array.isArray(value)) return fail(this.path, 'a list');
    return value.map((item, i) => new Field(item, `${this.path}[${i}]`));
  }

  text(): string {
    return typeof this.#value === 'string' ? this.#value : fail(this.path, 'text');
  }

  /** A number, or a numeric string: XGBoost writes parameters as strings. */
  number(): number {
    const value = this.#value;
    const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof parsed === 'number' && !Number.isNaN(parsed) ? parsed : fail(this.path, 'a number');
  }

  /** Numbers of a list or typed array. Booleans count as 0 and 1. */
  numbers(): Float64Array {
    const value = this.#value;
    if (ArrayBuffer.isView(value)) return Float64Array.from(value as Float32Array);
    if (!Array.isArray(value)) return fail(this.path, 'a list of numbers');
    return Float64Array.from(value, (item, i) => {
      if (typeof item === 'boolean') return Number(item);
      return typeof item === 'number' ? item : fail(`${this.path}[${i}]`, 'a number');
    });
  }

  /** Length of a list or typed array; 0 where absent. */
  get length(): number {
    const value = this.#value;
    return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as { length: number }).length : 0;
  }
}
