import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertModel } from '../../../src/model/convert.ts';
import { openOnnxModel } from '../../../src/model/onnx-session.ts';
import { SMALL_DATA_PARAMETERS } from '../../../src/model/train/booster.ts';
import { crossValidate } from '../../../src/model/train/cross-validate.ts';
import { readLabelledCsv } from '../../../src/model/train/read-labelled.ts';
import { typeTrainingTable } from '../../../src/model/train/training-table.ts';
import { writeAtomically } from '../../../src/model/write-file.ts';
import { notRun, type PeerCheck, type PeerContext, type PeerOutcome } from './peer-check.ts';

interface ScoredModel {
  readonly name: string;
  readonly file: string;
  readonly rows: readonly (readonly (number | null)[])[];
  readonly scores: readonly number[];
}

const flatten = (rows: readonly (readonly (number | null)[])[]): Float32Array =>
  Float32Array.from(rows.flatMap((row) => row.map((value) => value ?? Number.NaN)));

/** Largest difference between the converted model's outputs and the peer's, relative for values above 1. */
async function conversionDifference(folder: string, model: ScoredModel): Promise<number> {
  const outputPath = join(folder, `${model.file}.onnx`);
  const { source } = await convertModel({ modelPath: join(folder, model.file), outputPath });
  const session = await openOnnxModel(outputPath);
  try {
    const nColumns = model.rows[0]?.length ?? 0;
    const rows = flatten(model.rows);
    const { link } = source.ensemble;
    let values: ArrayLike<number>;
    if (link === 'logistic') {
      values = await session.scoreRows(rows, model.rows.length, nColumns);
    } else {
      const outputs = await session.run(session.feed(rows, model.rows.length, nColumns));
      const wanted = link === 'softmax' ? outputs['probabilities'] : outputs['prediction'];
      values = (wanted?.data ?? []) as Float32Array;
    }
    if (values.length !== model.scores.length) return Number.POSITIVE_INFINITY;
    return model.scores.reduce(
      (largest, score, i) =>
        Math.max(largest, Math.abs(score - (values[i] as number)) / Math.max(1, Math.abs(score))),
      0,
    );
  } finally {
    await session.release();
  }
}

/** Compares many kinds of models, trained by the library, with their conversions. */
const convertedModels = (library: string, script: string): PeerCheck => ({
  name: `${library} models of many kinds, converted`,
  async run({ python, folder }: PeerContext): Promise<PeerOutcome> {
    const answer = await python(script, [folder]);
    if (!answer.ok) return notRun(answer);
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      version: string;
      models: ScoredModel[];
    };
    let worst = { name: '', difference: 0 };
    for (const model of manifest.models) {
      let difference: number;
      try {
        difference = await conversionDifference(folder, model);
      } catch (error) {
        return {
          status: 'failed',
          figure: `${model.name}: ${error instanceof Error ? error.message : String(error)}`,
        };
      }
      if (difference >= worst.difference) worst = { name: model.name, difference };
    }
    const figure = `${library} ${manifest.version}, ${manifest.models.length} files; largest difference ${worst.difference.toPrecision(2)} (${worst.name}; limit 2e-6)`;
    return { status: worst.difference <= 2e-6 ? 'passed' : 'failed', figure };
  },
});

const trainedAuc: PeerCheck = {
  name: 'AUC of our training against XGBoost with default settings, same folds',
  async run({ python, folder, casesPath }: PeerContext): Promise<PeerOutcome> {
    const leads = casesPath('reference/leads_raw.csv');
    if (leads === null) return { status: 'skipped', reason: 'the real leads are not on this machine' };
    const table = typeTrainingTable(await readLabelledCsv(leads, '/', '--data'), 'engaged');
    const ours = crossValidate(table, {
      parameters: SMALL_DATA_PARAMETERS,
      classWeight: 1,
      seed: 20260220,
      k: 5,
      repeats: 5,
    });
    const foldsPath = join(folder, 'folds.json');
    await writeAtomically(foldsPath, JSON.stringify(ours.folds));
    const answer = await python('cv_auc.py', [leads, foldsPath]);
    if (!answer.ok) return notRun(answer);
    const peer = JSON.parse(answer.stdout) as { version: string; native: number; onehot: number };
    const figure = `ours ${ours.meanAuc.toFixed(4)}; XGBoost ${peer.version} one-hot ${peer.onehot.toFixed(4)}, native categories ${peer.native.toFixed(4)} (limit: 0.02 below)`;
    return {
      status: ours.meanAuc >= Math.max(peer.native, peer.onehot) - 0.02 ? 'passed' : 'failed',
      figure,
    };
  },
};

const zipMap: PeerCheck = {
  name: 'scikit-learn classifier with a ZipMap output, scored here',
  async run({ python, folder }: PeerContext): Promise<PeerOutcome> {
    const answer = await python('skl_zipmap.py', [folder]);
    if (!answer.ok) return notRun(answer);
    const peer = JSON.parse(await readFile(join(folder, 'zipmap.json'), 'utf8')) as {
      version: string;
      rows: number[][];
      scores: number[];
    };
    const session = await openOnnxModel(join(folder, 'zipmap.onnx'));
    const scores = await session.scoreRows(flatten(peer.rows), peer.rows.length, peer.rows[0]?.length ?? 0);
    await session.release();
    const largest = peer.scores.reduce(
      (max, score, i) => Math.max(max, Math.abs(score - (scores[i] as number))),
      0,
    );
    return {
      status: largest < 1e-5 ? 'passed' : 'failed',
      figure: `scikit-learn ${peer.version}; largest difference ${largest.toPrecision(2)} (limit 1e-5)`,
    };
  },
};

/** Comparisons of `src/model` with XGBoost, LightGBM and scikit-learn. */
export const modelPeers: readonly PeerCheck[] = [
  convertedModels('XGBoost', 'xgboost_models.py'),
  convertedModels('LightGBM', 'lightgbm_models.py'),
  trainedAuc,
  zipMap,
];
