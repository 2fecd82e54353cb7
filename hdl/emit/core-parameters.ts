// What the hardware takes from a target: the parameters of nf_core, whatever else a target says.
import { loadCycles, type Target } from '../../compiler/target/target.ts';

/** nf_core's parameters for a target, in the order of its header. */
export function coreParameters(target: Target): readonly (readonly [name: string, value: number])[] {
  const { tile, memory } = target;
  return [
    ['Rows', target.rows], ['Cols', target.cols], ['Banks', tile.banks], ['Neurons', tile.neurons], ['EpilogueLanes', tile.epilogueLanes], ['RowDepth', tile.rowDepth],
    ['WeightWidth', tile.weightWidth], ['WeightBlocks', tile.weightBlocks], ['PassDepth', tile.passDepth], ['TapSets', tile.tapSets],
    ['ThresholdGroups', tile.thresholdGroups], ['PairTables', tile.pairTables], ['PixelDepth', tile.pixelDepth], ['DrainDepth', tile.drainDepth], ['OutDepth', tile.outDepth],
    ['LoadCycles', loadCycles(tile)], ['EdgeStreams', target.edgeStreams], ['Ports', memory.ports], ['AxiBytes', memory.axiBytes],
    ['MaxBurst', memory.maxBurst],
  ];
}
