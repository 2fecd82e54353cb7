// The integer network of a network of random weights, calibrated on synthetic frames.
import type { FloatGraph } from '../../compiler/ir/float-graph.ts';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import { syntheticFrames } from '../../compiler/quantize/calibrate.ts';
import { quantize } from '../../compiler/quantize/quantize.ts';
import { loadParams } from '../../runtime/load-params.ts';

/** `seed` is that of the three calibration frames. */
export const integerOf = async (graph: FloatGraph, seed: number): Promise<IntegerGraph> => (await quantize(graph, loadParams(graph, ''), syntheticFrames(graph, seed, 3))).graph;
