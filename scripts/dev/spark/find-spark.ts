import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** A local Spark distribution, or the reason why there is none. */
export type SparkHome = { readonly home: string; readonly version: string } | { readonly reason: string };

const OLDEST_JAVA = 17;

/** Looks for Java, then for Spark in `SPARK_HOME` and in the pyspark package of the given or the usual Python. */
export function findSpark(env: Readonly<Record<string, string | undefined>>): SparkHome {
  const java = javaVersion(env);
  if (java === null) return { reason: 'no Java on the PATH or in JAVA_HOME' };
  if (java < OLDEST_JAVA) return { reason: `Java ${java} is too old: Spark 4 needs ${OLDEST_JAVA} or later` };
  const home = env['SPARK_HOME'];
  if (home !== undefined && home !== '') {
    if (!existsSync(path.join(home, 'bin/spark-submit')))
      return { reason: 'SPARK_HOME holds no bin/spark-submit' };
    return { home, version: 'of SPARK_HOME' };
  }
  const pythons = [env['SPARK_PYTHON'] ?? '', 'python3', 'python'].filter((name) => name !== '');
  for (const python of pythons) {
    const found = spawnSync(
      python,
      ['-c', 'import pyspark, os; print(os.path.dirname(pyspark.__file__)); print(pyspark.__version__)'],
      { encoding: 'utf8' },
    );
    const [directory = '', version = ''] = (found.stdout ?? '').trim().split('\n');
    if (found.status !== 0) continue;
    if (Number.parseInt(version, 10) < 4)
      return { reason: `pyspark ${version} is too old: 4.0 or later is needed` };
    return { home: directory, version };
  }
  return { reason: 'no Python with pyspark 4 (pip install pyspark==4.*, name its Python in SPARK_PYTHON)' };
}

function javaVersion(env: Readonly<Record<string, string | undefined>>): number | null {
  const home = env['JAVA_HOME'];
  const java = home === undefined || home === '' ? 'java' : path.join(home, 'bin/java');
  const found = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const version = /version "(\d+)/.exec(`${found.stderr ?? ''}${found.stdout ?? ''}`)?.[1];
  return version === undefined ? null : Number(version);
}
