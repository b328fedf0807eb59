/** The Thrift server that `npm run test:spark` started, null in any other run. */
export function sparkUrl(): string | null {
  return process.env['TEST_SPARK_URL'] ?? null;
}

/** Process group of that server where the run is the one that may kill it, else null. */
export function sparkPidToKill(): number | null {
  const pid = Number(process.env['TEST_SPARK_KILL_PID'] ?? Number.NaN);
  return Number.isInteger(pid) ? pid : null;
}
