// Which layers are resident together. A phase is a run of consecutive layers, each on as many tiles as pay; the cut that costs
// least is found by dynamic programming over the layers, with the cost model of cost.ts. A layer that no split makes fit
// runs in parts, one phase each, over ranges of its neuron groups; others may run in turns (turns.ts).
import type { Target } from '../target/target.ts';
import { phaseCycles } from './cost.ts';
import { choicesOf, fillPhase, type PhasePlan, usefulChoices } from './fill-phase.ts';
import { type GridNetwork, hasFillerRows, producersOf, tensorOf } from './grid-layer.ts';
import type { MappedLayer } from './map-layer.ts';
import { refuse } from './refuse.ts';
import { budgetOf, fitsBudget, isWholeLayer, needsOf, type Part, type TileBudget } from './split.ts';
import type { InTurns } from './turns.ts';

export interface PartitionOptions {
  /** Divisor of every tile memory that one phase may fill. */
  readonly share: number;
  readonly maxTiles: number;
  /** Most layers of a phase; for tests and fallbacks. */
  readonly maxLayers: number;
  /** Most bands of a phase. */
  readonly maxBands: number;
  /** Layers that run in turns, by id. */
  readonly turns: ReadonlyMap<string, InTurns>;
}

export interface Partition {
  readonly phases: readonly PhasePlan[];
  readonly cycles: number;
}

export function partition(network: GridNetwork, layers: readonly MappedLayer[], target: Target, options: PartitionOptions): Partition {
  const budget = budgetOf(target, options.share);
  const choices = layers.map((mapped) => (isInGroups(network, mapped) ? [] : choicesOf(mapped, 0, mapped.shape.groups, options.maxTiles, budget)));
  const turnsOf = ({ layer }: MappedLayer): InTurns | undefined => options.turns.get(layer.id);
  const written = writtenLater(network, layers);
  const earliest = earliestStarts(network, layers);
  const best: { cost: number; from: number; phases: readonly PhasePlan[] }[] = [{ cost: 0, from: 0, phases: [] }];
  for (let end = 1; end <= layers.length; end++) {
    const last = layers[end - 1] as MappedLayer;
    const inParts = turnsOf(last) ?? (choices[end - 1]?.length === 0 ? partsOf(last, options.maxTiles, budget) : null);
    let found: { cost: number; from: number; phases: readonly PhasePlan[] } | null = inParts === null ? null : { cost: (best[end - 1]?.cost ?? 0) + inParts.cost, from: end - 1, phases: inParts.phases };
    for (let from = end - 1; inParts === null && from >= Math.max(0, end - options.maxLayers); from--) {
      if (choices[from]?.length === 0 || turnsOf(layers[from] as MappedLayer) !== undefined || from < (earliest[end - 1] as number)) break;
      const segment = fillPhase({
        layers: layers.slice(from, end).map((mapped, index) => ({ mapped, isWritten: (written[from + index] as number) >= end })),
        choices: choices.slice(from, end), target, maxTiles: options.maxTiles, maxBands: options.maxBands, isAll: from === 0 && end === layers.length,
      });
      if (segment === null) continue;
      const cost = (best[from]?.cost ?? 0) + segment.cost;
      if (found === null || cost < found.cost) found = { cost, from, phases: [segment.plan] };
    }
    if (found === null) return refuseLayer(layers[end - 1] as MappedLayer, target);
    best.push(found);
  }
  const phases: PhasePlan[] = [];
  for (let end = layers.length; end > 0; end = best[end]?.from ?? 0) phases.unshift(...(best[end]?.phases ?? []));
  return { phases: partsTogether(network, phases), cycles: best[layers.length]?.cost ?? 0 };
}

/** Layers that run in parts, one behind the other and none reading another: equal parts follow each other, so that where the layers share
 *  weights a tile loads each part's once. */
function partsTogether(network: GridNetwork, phases: readonly PhasePlan[]): PhasePlan[] {
  const partOf = ({ parts }: PhasePlan): Part | null => {
    const [part] = parts;
    return part !== undefined && !isWholeLayer(part) && parts.every((other) => other.mapped.layer.id === part.mapped.layer.id) ? part : null;
  };
  const ordered: PhasePlan[] = [];
  let run: { phase: PhasePlan; part: Part }[] = [];
  const flush = (): void => {
    ordered.push(...run.sort((a, b) => a.part.from - b.part.from).map((entry) => entry.phase));
    run = [];
  };
  for (const phase of phases) {
    const part = partOf(phase);
    const reads = part === null ? [] : producersOf(network, part.mapped.layer.source);
    if (part === null || run.some((entry) => reads.includes(entry.part.mapped.layer.id))) flush();
    if (part === null) ordered.push(phase);
    else run.push({ phase, part });
  }
  flush();
  return ordered;
}

/** A stripe of several groups in a joint with other parts: its pieces are not equally far apart in memory. */
function isInGroups(network: GridNetwork, { layer, shape }: MappedLayer): boolean {
  return layer.stripe !== null && layer.place !== null && shape.channelBlocks > shape.halves && (network.joints.get(layer.place.joint)?.parts.length ?? 1) > 1;
}

/** Ranges of groups that fit the grid one after the other. */
function partsOf(mapped: MappedLayer, tiles: number, budget: TileBudget): { cost: number; phases: PhasePlan[] } | null {
  const groups = mapped.shape.groups;
  if (mapped.layer.epilogue.kind === 'raw' && mapped.layer.epilogue.index !== null) return null;
  const phases: PhasePlan[] = [];
  let cost = 0;
  for (let from = 0; from < groups; ) {
    let next: ReturnType<typeof usefulChoices>[number] | null = null;
    // A part of a stripe is one run for each row, so it has one group.
    for (let to = mapped.layer.stripe === null ? groups : from + 1; to > from && next === null; to--) {
      if (!isOnePiece(mapped, from, to)) continue;
      next = usefulChoices(choicesOf(mapped, from, to, tiles, budget), mapped.geometry.outputRows, mapped.inputBeats, tiles).at(-1) ?? null;
    }
    if (next === null) return null;
    phases.push({ parts: [next.part], bands: 1 });
    cost += phaseCycles([{ cycles: next.cycles, lead: 0, source: null }], 0);
    from = next.part.to;
  }
  return { cost, phases };
}

/** Parts of an even layout lie within one piece of it, so that their rows are equally far apart in memory. */
function isOnePiece({ layer, shape }: MappedLayer, from: number, to: number): boolean {
  if (layer.evenFold === null && layer.sub[0] * layer.sub[1] === 1) return true;
  const groups = shape.channelBlocks / shape.halves;
  return (from === 0 && to === shape.groups) || Math.floor(from / groups) === Math.floor((to - 1) / groups);
}

/** For each layer: the first layer that may share a phase with it and all between. What comes through memory is complete before. */
function earliestStarts(network: GridNetwork, layers: readonly MappedLayer[]): number[] {
  const at = new Map(layers.map(({ layer }, index) => [layer.id, index]));
  let start = 0;
  return layers.map(({ layer }) => {
    for (const id of producersOf(network, layer.source)) {
      const index = at.get(id);
      if (index === undefined) continue;
      const producer = layers[index]?.layer;
      if (network.joints.has(layer.source) || layer.fromColumn !== null || (producer !== undefined && (hasFillerRows(producer) || producer.epilogue.kind === 'raw'))) start = Math.max(start, index + 1);
    }
    return start;
  });
}

/** For each layer: the last layer that reads it, Infinity for an output. */
function writtenLater(network: GridNetwork, layers: readonly MappedLayer[]): number[] {
  const lastReaders = new Map(layers.flatMap(({ layer }, index) => producersOf(network, layer.source).map((id) => [id, index] as const)));
  return layers.map(({ layer }) => {
    const names = [tensorOf(layer), ...(layer.epilogue.kind === 'raw' && layer.epilogue.index !== null ? [layer.epilogue.index] : [])];
    return names.some((name) => network.outputs.has(name)) ? Infinity : lastReaders.get(layer.id) ?? -1;
  });
}

function refuseLayer(mapped: MappedLayer, target: Target): never {
  const needs = mapped.plan.groups.map((_, g) => needsOf(mapped, { first: g, step: 1, count: 1 }));
  const most = (key: 'blocks' | 'sets'): number => Math.max(...needs.map((need) => need[key].length));
  const all = needsOf(mapped, { first: 0, step: 1, count: mapped.shape.groups });
  const { layer } = mapped;
  const isArgmax = layer.epilogue.kind === 'raw' && layer.epilogue.index !== null && needs.every((need) => fitsBudget(need, budgetOf(target, 1)));
  refuse('NF4103', {
    span: layer.node.span,
    message: isArgmax
      ? `\`${layer.node.name}\` feeds argmax, so all its ${layer.output[0]} maps must fit one tile: ${all.blocks.length} weight blocks in ${all.groups} groups; a tile of ${target.name} holds ${target.tile.weightBlocks} blocks and ${target.tile.thresholdGroups} groups`
      : `${target.tile.neurons} maps of \`${layer.node.name}\` need ${most('blocks')} weight blocks, ${Math.max(...needs.map((need) => need.passes))} passes and ${most('sets')} tap sets; a tile of ${target.name} holds ${target.tile.weightBlocks}, ${target.tile.passDepth} and ${target.tile.tapSets}`,
    hint: isArgmax ? 'make the layer an output and take the argmax on the host, or use fewer trits' : 'use fewer trits or input maps (a connection table or groups), or a target with a larger weight memory',
  });
}

