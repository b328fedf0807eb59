/** The Thrift server that `npm run test:spark` started, null in any other run. */
export function sparkUrl(): string | null {
  return process.env['TEST_SPARK_URL'] ?? null;
}
