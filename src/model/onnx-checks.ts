import type { OnnxNode } from './onnx-schema.ts';
import { nodesOfType } from './onnx-wire.ts';

const list = (node: OnnxNode, name: string): readonly number[] =>
  (node.attribute.find((attribute) => attribute.name === name)?.ints ?? []) as readonly number[];

const decoder = new TextDecoder();

const modes = (node: OnnxNode): readonly string[] =>
  (node.attribute.find((attribute) => attribute.name === 'nodes_modes')?.strings ?? []).map((bytes) =>
    decoder.decode(bytes),
  );

interface Edge {
  readonly yes: string;
  readonly no: string;
}

/** Inner nodes of all trees, keyed `tree:node`. */
function edgesOf(node: OnnxNode): Map<string, Edge> {
  const trees = list(node, 'nodes_treeids');
  const ids = list(node, 'nodes_nodeids');
  const yes = list(node, 'nodes_truenodeids');
  const no = list(node, 'nodes_falsenodeids');
  const kinds = modes(node);
  const lengths = [ids.length, yes.length, no.length, kinds.length];
  if (lengths.some((length) => length !== trees.length)) {
    throw new RangeError(
      `the tree ensemble's node lists differ in length (${trees.length}, ${lengths.join(', ')})`,
    );
  }
  const edges = new Map<string, Edge>();
  trees.forEach((tree, i) => {
    if (kinds[i] !== 'LEAF')
      edges.set(`${tree}:${ids[i]}`, { yes: `${tree}:${yes[i]}`, no: `${tree}:${no[i]}` });
  });
  return edges;
}

/** Depth-first search with three colours: a grey node met again closes a cycle. */
function findCycle(edges: ReadonlyMap<string, Edge>): string | null {
  const done = new Map<string, boolean>();
  for (const start of edges.keys()) {
    const stack = [{ key: start, leaving: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      if (top.leaving) {
        done.set(top.key, true);
        continue;
      }
      const state = done.get(top.key);
      if (state === false) return top.key;
      const edge = edges.get(top.key);
      if (state === true || edge === undefined) continue;
      done.set(top.key, false);
      stack.push(
        { key: top.key, leaving: true },
        { key: edge.no, leaving: false },
        { key: edge.yes, leaving: false },
      );
    }
  }
  return null;
}

/**
 * Throws where a TreeEnsemble operator's nodes form a cycle, on which ONNX Runtime would not terminate, or where its
 * parallel lists are inconsistent.
 */
export function assertAcyclicTrees(model: Uint8Array): void {
  for (const node of nodesOfType(model, 'TreeEnsemble')) {
    // The newer TreeEnsemble operator has other attributes; ONNX Runtime validates those itself.
    if (node.opType === 'TreeEnsemble') continue;
    const cycle = findCycle(edgesOf(node));
    if (cycle !== null) throw new RangeError(`its trees form a cycle at tree:node ${cycle}`);
  }
}

/** Number of columns that the tree ensembles of a model read (highest index + 1), or null where it has none. */
export function treeFeatureCount(model: Uint8Array): number | null {
  let highest = -1;
  for (const node of nodesOfType(model, 'TreeEnsemble')) {
    for (const feature of list(node, 'nodes_featureids')) highest = Math.max(highest, feature);
  }
  return highest < 0 ? null : highest + 1;
}
