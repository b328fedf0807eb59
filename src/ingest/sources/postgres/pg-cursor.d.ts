declare module 'pg-cursor' {
  import type { Connection, Submittable } from 'pg';

  export default class Cursor<Row> implements Submittable {
    constructor(text: string, values: readonly unknown[]);
    submit(connection: Connection): void;
    read(rows: number): Promise<Row[]>;
    close(): Promise<void>;
  }
}
