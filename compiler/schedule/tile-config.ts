// From a tile's job to its registers and to the data for its memories.
import type { EpilogueConfig, PassDescriptor, SequencerConfig, Tap, TileConfig, TileLoads, Routes, WriterConfig } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import { digitPlanesOf, padValueOf, pairTablesOf } from './grid-layer.ts';
import { keptSlots, keptTap, writerKeep } from './kept-maps.ts';
import { constantsOf, FILLER } from './neuron-constants.ts';
import { ringOf } from './map-layer.ts';
import { neuronOf } from './neuron-place.ts';
import type { PlannedPass } from './passes.ts';
import { neuronHalves } from './stream-order.ts';
import { groupsOf, needsOf, type TileJob } from './split.ts';
import type { TileRegions } from './tile-memory.ts';

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

export function tileConfig(job: TileJob, tile: number, cols: number, routes: Routes, regions: TileRegions): TileConfig {
  const { layer } = job.mapped;
  const isRaw = layer.epilogue.kind === 'raw';
  const sums = layer.pool?.sums ?? null;
  return {
    row: Math.floor(tile / cols), col: tile % cols, routes,
    writer: writerOf(job), sequencer: sequencerOf(job, regions.passes.at),
    epilogue: {
      mode: isRaw ? 'raw' : 'codes',
      absolute: layer.epilogue.kind === 'codes' && layer.epilogue.absolute !== null,
      rawEmit: layer.epilogue.kind === 'raw' && layer.epilogue.isEmitted,
      argmax: layer.epilogue.kind === 'raw' && layer.epilogue.index !== null,
      codeMap: layer.epilogue.kind === 'codes' && layer.epilogue.codeMap !== null ? Array.from(layer.epilogue.codeMap) : null,
      pairTable: layer.epilogue.kind === 'codes' && layer.epilogue.pair !== null ? regions.pairs.at : null,
      ...(layer.skip === null ? {} : { skip: true }),
      thresholdBase: regions.groups.at,
      halves: neuronHalves(job.mapped.shape) as EpilogueConfig['halves'],
      ...(sums === null ? {} : { sums: { values: sums.values, table: regions.pairs.at, kept: job.mapped.shape.halves } }),
      lastNeurons: job.lastNeurons,
    },
    merge: job.merge, own: job.own, layer: layer.node.id, span: layer.node.span,
  };
}

/** A tile that only passes streams on. */
export function passThrough(tile: number, cols: number, routes: Routes): TileConfig {
  return { row: Math.floor(tile / cols), col: tile % cols, routes, writer: null, sequencer: null, epilogue: null, merge: null, own: [], layer: null, span: null };
}

function writerOf({ mapped, range, rowStep }: TileJob): WriterConfig {
  const { geometry } = mapped;
  const [a, b, c, d, ...more] = geometry.levels;
  if (a === undefined || b === undefined || c === undefined || d === undefined || more.length > 0) return bug('a writer has four loops');
  return {
    counts: [a.count, b.count, c.count, d.count], jumps: [a.jump, b.jump, c.jump, d.jump],
    rows: geometry.rows, ring: ringOf(mapped, rowStep), slotLines: geometry.slotLines, rowSkew: geometry.skews.row,
    ...(mapped.keep === null ? {} : { keep: writerKeep(geometry, keptSlots(mapped.keep, groupsOf(range))) }),
  };
}

function sequencerOf(job: TileJob, passBase: number): SequencerConfig {
  const { geometry, chunking, layer } = job.mapped;
  const ring = ringOf(job.mapped, job.rowStep);
  const n = geometry.skews.row;
  const pad = padValueOf(layer);
  const firstBase = geometry.firstBase + job.firstRow * geometry.rowStep;
  const rowStep = geometry.rowStep * job.rowStep;
  return {
    outputRows: job.ownRows, groups: job.range.count, digitPlanes: digitPlanesOf(layer, geometry.view.digits), firstBase, rowStep, span: geometry.span,
    rowStepMod: modulo(rowStep, ring), rowsMod: modulo(geometry.rows, ring), firstMod: modulo(firstBase, ring),
    rotStep: modulo(n * rowStep, 8), rotFrame: modulo(n * geometry.rows, 8), rotFirst: modulo(n * firstBase - geometry.left, 8), rotPy: modulo(n * geometry.pyRows, 8),
    pv: geometry.poolRows, ph: geometry.poolCols, pyRows: geometry.pyRows, pxStep: geometry.pxStep, xStep: geometry.xStep,
    chunks: chunking.chunks, chunkX: chunking.chunkX, lastChunkX: chunking.lastChunkX, chunkStep: chunking.chunkX * geometry.xStep, chunkOuter: chunking.isOuter,
    digitLines: geometry.view.digits > 1 ? geometry.digitLines : 0, width: geometry.width,
    padDigits: [pad & 7, (pad >> 3) & 7, (pad >> 6) & 7], square: layer.square, passBase,
  };
}

/** Everything the tile's memories need, each entry at its place in `regions`. */
export function tileLoads(job: TileJob, regions: TileRegions): TileLoads {
  const { layer, plan, shape, keep, geometry } = job.mapped;
  const needs = needsOf(job.mapped, job.range);
  const blockAt = new Map(needs.blocks.map((block, index) => [block, regions.blocks.at + index]));
  const setAt = new Map(needs.sets.map((set, index) => [set, regions.sets.at + index]));
  const groups = groupsOf(job.range);
  const kept = keep === null ? null : keptSlots(keep, groups);
  const tapsOf = (taps: readonly Tap[]): readonly Tap[] => (kept === null ? taps : taps.map((tap) => keptTap(tap, geometry, kept)));
  const weights = plan.weights();
  const passes = groups.flatMap((g) => plan.groups[g]?.passes.map((pass, i) => ({ pass, block: weights.blockOf[g]?.[i] ?? -1 })) ?? []).map(({ pass, block }, index) => ({
    at: regions.passes.at + index,
    descriptor: descriptorOf(pass, blockAt.get(block) ?? bug('weight block'), setAt.get(pass.set) ?? bug('tap set')),
  }));
  const isRaw = layer.epilogue.kind === 'raw';
  return {
    weights: needs.blocks.map((block) => ({ block: blockAt.get(block) as number, trits: weights.blocks[block] ?? bug('weight block') })),
    taps: needs.sets.map((set) => ({ set: setAt.get(set) as number, taps: tapsOf(plan.tapSets[set] ?? bug('tap set')) })),
    passes,
    neurons: groups.flatMap((g, index) => {
      const used = isRaw ? (index === groups.length - 1 ? job.lastNeurons : shape.neurons) : 8 * neuronHalves(shape);
      return Array.from({ length: used }, (_, neuron) => {
        const place = neuronOf(shape, layer.output[0], g, neuron);
        const constants = place === null ? FILLER : constantsOf(layer, place.map, weights.surplus[g]?.[neuron] ?? 0, place.dv, place.f % layer.sub[1]);
        return { group: regions.groups.at + index, neuron, constants };
      });
    }),
    pairs: pairTablesOf(layer).map((codes, k) => ({ table: regions.pairs.at + k, codes: layer.skip === null ? codes : pairCodes(codes) })),
  };
}

/** A skip is subtracted in the accumulator, so that its bits hold minus its code. */
const pairCodes = (pair: readonly number[]): number[] => pair.map((_, at) => pair[(at & 56) + (-at & 7)] as number);

const descriptorOf = ({ first, triple, last, skip }: PlannedPass, weightBlock: number, tapSet: number): PassDescriptor => ({
  weightBlock, tapSet, first, triple, last, ...(skip ? { skip: true } : {}),
});
