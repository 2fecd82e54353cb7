// The memories of every tile (weights, taps, passes, neuron constants, pair tables) as the loads fill them. Entries are references to the
// Program's own objects, so two moments can be compared by identity. What was never loaded is zero, as in the hardware.
import type { NeuronConstants, PassDescriptor, Program, Tap, TileLoad } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';

export interface TileMemory {
  readonly weights: Map<number, readonly number[]>;
  readonly taps: Map<number, readonly Tap[]>;
  readonly passes: Map<number, PassDescriptor>;
  /** By group * neurons + neuron. */
  readonly neurons: Map<number, NeuronConstants>;
  readonly pairs: Map<number, readonly number[]>;
}

const EMPTY_PASS: PassDescriptor = { weightBlock: 0, tapSet: 0, first: false, triple: false, last: false };
const EMPTY_NEURON: NeuronConstants = { correction: 0, thresholds: [0, 0, 0, 0, 0, 0, 0], falling: false, poolMin: false };

/** Empty memories, row major. */
export function makeTileMemories(target: Pick<Target, 'rows' | 'cols'>): TileMemory[] {
  return Array.from({ length: target.rows * target.cols }, () => ({ weights: new Map(), taps: new Map(), passes: new Map(), neurons: new Map(), pairs: new Map() }));
}

/** Writes one load into every tile that its masks name. */
export function applyLoad(memories: readonly TileMemory[], target: Target, load: TileLoad): void {
  for (let row = 0; row < target.rows; row++) {
    for (let col = 0; col < target.cols; col++) {
      const memory = memories[row * target.cols + col];
      if (memory && ((load.rowMask >> row) & 1) !== 0 && ((load.colMask >> col) & 1) !== 0) fillMemory(memory, target, load);
    }
  }
}

function fillMemory(memory: TileMemory, target: Target, { loads }: TileLoad): void {
  for (const { block, trits } of loads.weights) memory.weights.set(block, trits);
  for (const { set, taps } of loads.taps) memory.taps.set(set, taps);
  const places = new Set(loads.passes.map((entry) => entry.at));
  for (const { at, descriptor } of loads.passes) {
    memory.passes.set(at, descriptor);
    // Two descriptors share a word: the partner of the last one of a list is written too, as zero.
    if (at % 2 === 0 && !places.has(at + 1)) memory.passes.set(at + 1, EMPTY_PASS);
  }
  for (const { group, neuron, constants } of loads.neurons) memory.neurons.set(group * target.tile.neurons + neuron, constants);
  for (const { table, codes } of loads.pairs) memory.pairs.set(table, codes);
}

/** The descriptors of each neuron group from `base` on; null where the list has no end within the memory. */
export function passGroups(memory: TileMemory, base: number, groups: number, depth: number): PassDescriptor[][] | null {
  const lists: PassDescriptor[][] = [];
  let list: PassDescriptor[] = [];
  for (let at = base; lists.length < groups; at++) {
    if (at - base > depth) return null;
    const descriptor = memory.passes.get(at % depth) ?? EMPTY_PASS;
    list.push(descriptor);
    if (!descriptor.last) continue;
    lists.push(list);
    list = [];
  }
  return lists;
}

export const neuronAt = (memory: TileMemory, target: Target, group: number, neuron: number): NeuronConstants =>
  memory.neurons.get(group * target.tile.neurons + neuron) ?? EMPTY_NEURON;

/** Visits the memories as they are when each phase of a frame starts; `frame` 0 differs from later ones where phases overwrite. */
export function forEachPhase(program: Program, frames: number, visit: (frame: number, phase: number, memories: readonly TileMemory[]) => void): void {
  const memories = makeTileMemories(program.target);
  for (const load of program.resident) applyLoad(memories, program.target, load);
  for (let frame = 0; frame < frames; frame++) {
    program.phases.forEach((phase, index) => {
      for (const load of phase.loads) applyLoad(memories, program.target, load);
      visit(frame, index, memories);
    });
  }
}
