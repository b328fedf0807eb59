/** Sequential reader of numbers and byte ranges; every length is checked against the remaining bytes. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** Advances by `length` bytes and returns the previous position. Throws a RangeError past the end. */
  #advance(length: number): number {
    const at = this.#position;
    if (!(length >= 0) || length > this.remaining) {
      throw new RangeError(`it ends early: ${length} bytes wanted at byte ${at}, ${this.remaining} left`);
    }
    this.#position = at + length;
    return at;
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  peek(): number | undefined {
    return this.#bytes[this.#position];
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  int8(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  uint16(littleEndian: boolean): number {
    return this.#view.getUint16(this.#advance(2), littleEndian);
  }

  int16(littleEndian: boolean): number {
    return this.#view.getInt16(this.#advance(2), littleEndian);
  }

  int32(littleEndian: boolean): number {
    return this.#view.getInt32(this.#advance(4), littleEndian);
  }

  uint32(littleEndian: boolean): number {
    return this.#view.getUint32(this.#advance(4), littleEndian);
  }

  int64(littleEndian: boolean): bigint {
    return this.#view.getBigInt64(this.#advance(8), littleEndian);
  }

  /** An unsigned 64-bit length; values beyond 2^53 are refused as too long. */
  length64(littleEndian: boolean): number {
    return Number(this.#view.getBigUint64(this.#advance(8), littleEndian));
  }

  float32(littleEndian: boolean): number {
    return this.#view.getFloat32(this.#advance(4), littleEndian);
  }

  float64(littleEndian: boolean): number {
    return this.#view.getFloat64(this.#advance(8), littleEndian);
  }

  /** Text up to the next line feed, which is consumed. */
  line(maxLength: number): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end < 0 || end - this.#position > maxLength) {
      throw new RangeError(
        `no end of line within ${maxLength} bytes of byte ${this.#position} (pickled with protocol 0? save it again with joblib.dump)`,
      );
    }
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#position, end));
    this.#position = end + 1;
    return text;
  }
}
