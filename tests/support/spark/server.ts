/** URL of the Thrift server that `npm run test:spark` started; null in other runs. */
export function sparkUrl(): string | null {
  return process.env['TEST_SPARK_URL'] ?? null;
}

/** Process group of that server where this run may kill it; else null. */
export function sparkPidToKill(): number | null {
  const pid = Number(process.env['TEST_SPARK_KILL_PID'] ?? Number.NaN);
  return Number.isInteger(pid) ? pid : null;
}
