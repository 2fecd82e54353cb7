// neuFlow: one grid of four 10 x 10 convolvers, four mappers and four ALUs; every layer goes through DRAM, a pass streams whole input maps
// at one pixel a clock. The rules are those of its compiler; they meet the figures it published (see docs/suite.md).
import type { FloatGraph } from '../../../compiler/ir/float-graph.ts';
import { layerWork, type LayerWork, multiplyAdds, type WeightedWork } from './layer-work.ts';
import { baselineRefusal, baselineResult, type BaselineMachine, type BaselineResult, type Constant } from './machine.ts';
import { packPyramid } from './pack-pyramid.ts';

const COMPILER = "repository clementfarabet/neuflow: platform headers and the compiler's passes";

const CONSTANTS = {
  clockMHz: { value: 200, unit: 'MHz', status: 'read', source: COMPILER },
  /** Largest kernel of a convolver, in each direction. */
  kernelSide: { value: 10, unit: 'pixels', status: 'read', source: COMPILER },
  /** Input maps that a pass sums into one output map, or output maps that it makes of one input map. */
  mapsPerPass: { value: 4, unit: 'maps', status: 'derived', source: COMPILER },
  /** Maps of a pass whose kernels read one map each: one-to-one convolution, average and sum pooling. */
  oneToOneMapsPerPass: { value: 3, unit: 'maps', status: 'derived', source: COMPILER },
  /** Operations of one (output, input) pair of a 1 x 1 linear layer at one pixel; with 2 its face detector would have 120.9 MOP, not 121.7. */
  linearOperations: { value: 4, unit: 'operations', status: 'derived', source: 'fitted to the operation count of its face detector' },
} as const satisfies Record<string, Constant>;

interface LayerCost {
  readonly passes: number;
  readonly operations: number;
}

/** neuFlow on the Virtex-6. Cycles = sum over passes of input height x input width. */
export const neuflow: BaselineMachine = {
  name: 'neuflow', title: 'neuFlow, Virtex-6', constants: CONSTANTS,
  run: (graph) => runNeuflow('neuflow', CONSTANTS.clockMHz.value, graph),
};

/** The ASIC of the same grid (IBM 45 nm SOI): the same cycles at twice the clock. */
export const neuflowAsic: BaselineMachine = {
  name: 'neuflow-asic', title: 'neuFlow, 45 nm ASIC',
  constants: { ...CONSTANTS, clockMHz: { value: 400, unit: 'MHz', status: 'recalled', source: 'Pham and others, MWSCAS 2012' } },
  run: (graph) => runNeuflow('neuflow-asic', 400, graph),
};

function runNeuflow(machine: string, clockMHz: number, graph: FloatGraph): BaselineResult {
  let cycles = 0;
  let operations = 0;
  for (const layer of layerWork(packPyramid(graph) ?? graph)) {
    const cost = layer.kind === 'weighted' ? weightedCost(layer) : otherCost(layer);
    if (typeof cost === 'string') return baselineRefusal(machine, clockMHz, `${layer.node.name}: ${cost}`);
    const streamed = layer.node.kind === 'upsample' ? layer.output : layer.input;
    cycles += cost.passes * streamed[1] * streamed[2];
    operations += cost.operations;
  }
  return baselineResult(machine, clockMHz, cycles, operations);
}

function weightedCost(layer: WeightedWork): LayerCost | string {
  const { node, kernel, sources } = layer;
  const pairs = sources.reduce((sum, row) => sum + row.length, 0);
  if (node.kind === 'dense' || (kernel[0] === 1 && kernel[1] === 1)) {
    // One (output, input) pair per pass. A dense layer multiplies every pixel of a pair once.
    return { passes: pairs, operations: CONSTANTS.linearOperations.value * pairs * layer.output[1] * layer.output[2] * (node.kind === 'dense' ? kernel[0] * kernel[1] : 1) };
  }
  if (Math.max(...kernel) > CONSTANTS.kernelSide.value) return `a kernel of ${kernel.join(' x ')} is larger than its convolvers`;
  if (node.kind === 'transposed-conv') return 'its compiler has no transposed convolution';
  return { passes: convPasses(sources, layer.input[0]), operations: 2 * multiplyAdds(layer) };
}

function convPasses(sources: readonly (readonly number[])[], inputs: number): number {
  const perPass = CONSTANTS.mapsPerPass.value;
  const isSingle = sources.every((row) => row.length === 1);
  if (!isSingle) return sources.reduce((sum, row) => sum + Math.ceil(row.length / perPass), 0);
  const readers = new Array<number>(inputs).fill(0);
  for (const [input = 0] of sources) readers[input] = (readers[input] ?? 0) + 1;
  if (Math.max(...readers) === 1) return Math.ceil(sources.length / CONSTANTS.oneToOneMapsPerPass.value);
  return readers.reduce((sum, count) => sum + Math.ceil(count / perPass), 0);
}

function otherCost({ node, input, output }: Extract<LayerWork, { kind: 'other' }>): LayerCost | string {
  const free: LayerCost = { passes: 0, operations: 0 };
  switch (node.kind) {
    case 'pool': {
      // Max pooling is not among its passes; it is taken to cost what an average costs. A global pool of any size counts as one window.
      const pool = { passes: Math.ceil(input[0] / CONSTANTS.oneToOneMapsPerPass.value), operations: 2 * output[0] * output[1] * output[2] * node.kernel[0] * node.kernel[1] };
      const square = node.mode === 'l2' ? { passes: input[0], operations: input[0] * input[1] * input[2] } : free;
      return { passes: pool.passes + square.passes, operations: pool.operations + square.operations };
    }
    case 'add': return { passes: input[0] * (node.inputs.length - 1), operations: output[0] * output[1] * output[2] * (node.inputs.length - 1) };
    case 'upsample': return { passes: output[0], operations: 0 };
    // Curves and batch-norm go with the layer before them, joining and reading in another order is a matter of addresses.
    case 'activation': case 'batchnorm': case 'threshold': case 'concat': case 'flatten': case 'argmax': case 'input': return free;
  }
}
