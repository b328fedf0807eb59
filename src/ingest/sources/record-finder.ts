const NEWLINE = 10;

export interface RecordLine {
  /** 1-based. */
  readonly line: number;
  /** The record's text, at most `MAX_TEXT_BYTES` bytes of it. */
  readonly text: string;
}

const MAX_TEXT_BYTES = 64 * 1024;

/** Picks records out of blocks of newline-delimited text; see `findRecords`. */
export class RecordFinder {
  readonly found = new Map<number, RecordLine>();
  readonly #wanted: ReadonlySet<number>;
  readonly #last: number;
  #line = 1;
  #record = 0;
  /** Start of the line in which the last block ended, cut to `MAX_TEXT_BYTES`. */
  #pending: Buffer[] = [];
  #pendingSize = 0;
  #pendingBlank = true;

  constructor(records: readonly number[]) {
    this.#wanted = new Set(records);
    this.#last = records.reduce((a, b) => Math.max(a, b), 0);
  }

  /** Records read so far. */
  get records(): number {
    return this.#record;
  }

  get done(): boolean {
    return this.#record >= this.#last && this.#pendingSize === 0;
  }

  push(block: Buffer): void {
    let start = 0;
    for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
      this.#finishLine(block, start, end);
      start = end + 1;
      this.#line++;
      if (this.#record >= this.#last) {
        this.#pendingSize = 0;
        return;
      }
    }
    if (start < block.length) this.#keep(block.subarray(start));
  }

  end(): void {
    if (this.#pendingSize > 0) this.#finishLine(Buffer.alloc(0), 0, 0);
  }

  #finishLine(block: Buffer, start: number, end: number): void {
    const blank = this.#pendingBlank && isBlank(block, start, end);
    if (!blank) {
      this.#record++;
      if (this.#wanted.has(this.#record)) {
        const whole = Buffer.concat([
          ...this.#pending,
          block.subarray(start, Math.min(end, start + MAX_TEXT_BYTES)),
        ]);
        this.found.set(this.#record, { line: this.#line, text: whole.toString('utf8', 0, MAX_TEXT_BYTES) });
      }
    }
    this.#pending = [];
    this.#pendingSize = 0;
    this.#pendingBlank = true;
  }

  #keep(rest: Buffer): void {
    this.#pendingBlank &&= isBlank(rest, 0, rest.length);
    if (this.#pendingSize < MAX_TEXT_BYTES) this.#pending.push(Buffer.from(rest.subarray(0, MAX_TEXT_BYTES)));
    this.#pendingSize += rest.length;
  }
}

/** Whether a line is white space that DuckDB skips (form feeds and vertical tabs too). Stops at the first other byte. */
function isBlank(block: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = block[i];
    if (byte === undefined || (byte !== 32 && (byte < 9 || byte > 13))) return false;
  }
  return true;
}
