import { seededRandom } from '../stats/distributions/random.ts';
import { writeOnnx } from './onnx-writer.ts';
import type { Tree, TreeEnsemble } from './tree-ensemble.ts';

/** Numeric inputs of the demonstration model, each with the range of its random splits. */
const FEATURES: readonly (readonly [name: string, low: number, high: number])[] = [
  ['llm_quality', 0, 100],
  ['llm_engagement', 0, 1],
  ['llm_decision_maker', 0, 1],
  ['llm_company_fit', 0, 2],
  ['companyfoundedon', 1950, 2024],
  ['skills_count', 0, 20],
  ['jobtitle_length', 0, 80],
  ['summary_length', 0, 2000],
];

const TREES = 50;
const DEPTH = 4;
const SEED = 8501;

/** A full tree of the given depth in heap order: children of node i are 2i + 1 and 2i + 2. */
function fullTree(random: ReturnType<typeof seededRandom>): Tree {
  const inner = 2 ** DEPTH - 1;
  const nodes = 2 ** (DEPTH + 1) - 1;
  const tree: Tree = {
    feature: new Int32Array(nodes),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    defaultLeft: new Uint8Array(nodes),
    leaf: new Float32Array(nodes),
  };
  for (let node = 0; node < nodes; node += 1) {
    if (node >= inner) {
      tree.leaf[node] = (random.uniform() - 0.5) * 0.3;
      continue;
    }
    const feature = random.below(FEATURES.length);
    const [, low, high] = FEATURES[feature] as (typeof FEATURES)[number];
    tree.feature[node] = feature;
    tree.threshold[node] = low + (high - low) * random.uniform();
    tree.left[node] = 2 * node + 1;
    tree.right[node] = 2 * node + 2;
    tree.defaultLeft[node] = random.below(2);
  }
  return tree;
}

/**
 * A tree ensemble of typical size (50 trees of depth 4, 8 numeric inputs) with random splits and leaves. It is timed
 * where no model is configured, and never scores real rows.
 */
export function demonstrationEnsemble(): TreeEnsemble {
  const random = seededRandom(SEED);
  return {
    trees: Array.from({ length: TREES }, () => fullTree(random)),
    treeOutput: new Int32Array(TREES),
    baseMargin: new Float32Array([-0.9]),
    link: 'logistic',
    featureNames: FEATURES.map(([name]) => name),
  };
}

/** The file that ships as `data/model/demonstration.onnx`; the same bytes on every machine. */
export const demonstrationModel = (): Uint8Array =>
  writeOnnx(demonstrationEnsemble(), {
    demonstration: true,
    modelVersion: 'demonstration',
    docString: 'Demonstration tree ensemble with made-up trees. It scores nothing real.',
  });
