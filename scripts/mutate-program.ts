// Faults in a Program: one trit, threshold, route or address is changed, chosen by a seed. Each fault says what it did, so that one which
// nothing notices can be looked at.
import type { Phase, Program, TileConfig, TileLoad } from '../compiler/program/program.ts';
import { randomBelow } from '../runtime/random.ts';

export interface ProgramMutant {
  readonly kind: 'trit' | 'threshold' | 'route' | 'address';
  readonly what: string;
  readonly program: Program;
}

type Editable<T> = { -readonly [K in keyof T]: Editable<T[K]> };
type Random = () => number;

const KINDS = ['trit', 'threshold', 'route', 'address'] as const;

/** Fault number `index`: kinds take turns, the place is drawn. The Program given stays as it is. */
export function mutateProgram(original: Program, index: number, random: Random): ProgramMutant {
  const program = structuredClone(original) as Editable<Program>;
  const kind = KINDS[index % KINDS.length] ?? 'trit';
  return { kind, what: mutations[kind](program, random), program: program as Program };
}

const pick = <T>(list: readonly T[], random: Random): T => list[randomBelow(random, list.length)] as T;

const mutations: Readonly<Record<ProgramMutant['kind'], (program: Editable<Program>, random: Random) => string>> = {
  trit: (program, random) => {
    const load = pick(allLoads(program).filter((entry) => entry.loads.weights.length > 0), random);
    const block = pick(load.loads.weights, random);
    // Only trits that are not zero: the others may belong to lanes that carry nothing.
    const used = block.trits.flatMap((trit, at) => (trit === 0 ? [] : [at]));
    const at = pick(used, random);
    const before = block.trits[at] as number;
    const trits = [...block.trits];
    trits[at] = -before;
    block.trits = trits;
    return `weight block ${block.block}, neuron ${Math.floor(at / 64)}, lane ${at % 64}: ${before} to ${-before}`;
  },
  threshold: (program, random) => {
    const tiles = allTiles(program).filter((tile) => tile.epilogue?.mode === 'codes');
    const tile = pick(tiles, random);
    const groups = allLoads(program).filter((load) => ((load.rowMask >> tile.row) & 1) !== 0 && ((load.colMask >> tile.col) & 1) !== 0);
    const neurons = groups.flatMap((load) => load.loads.neurons).filter((entry) => entry.constants.thresholds.some((value) => Math.abs(value) < 2 ** 22));
    const neuron = pick(neurons, random);
    const thresholds = [...neuron.constants.thresholds];
    const usable = thresholds.flatMap((value, k) => (Math.abs(value) < 2 ** 22 ? [k] : []));
    const k = pick(usable, random);
    const before = thresholds[k] as number;
    thresholds[k] = before + (before < 0 ? 1 : -1) * Math.max(64, Math.abs(before));
    neuron.constants = { ...neuron.constants, thresholds: thresholds.sort((a, b) => a - b) };
    return `neuron ${neuron.neuron} of group ${neuron.group}, threshold ${k}: ${before} to ${before + (before < 0 ? 1 : -1) * Math.max(64, Math.abs(before))}`;
  },
  route: (program, random) => {
    const phase = pick(program.phases.filter((entry) => entry.tiles.some(hasRoute)), random);
    const tile = pick(phase.tiles.filter(hasRoute), random);
    const used = (Object.keys(tile.routes) as (keyof TileConfig['routes'])[]).filter((key) => tile.routes[key] !== 0);
    const destination = pick(used, random);
    const before = tile.routes[destination];
    const after = pick(([0, 1, 2, 3, 4, 5] as const).filter((source) => source !== before), random);
    tile.routes = { ...tile.routes, [destination]: after };
    return `tile (${tile.row}, ${tile.col}), destination ${destination}: source ${before} to ${after}`;
  },
  address: (program, random) => {
    const choices: (() => string)[] = [];
    for (const phase of program.phases) {
      for (const channel of [...phase.reads, ...phase.writes]) {
        if (channel !== null) choices.push(() => { channel.base += 64; return `channel of ${channel.tensor}: base 64 bytes further`; });
      }
      for (const { sequencer } of phase.tiles) {
        if (sequencer !== null) choices.push(() => { sequencer.passBase += 1; return `first pass ${sequencer.passBase - 1} to ${sequencer.passBase}`; });
      }
    }
    for (const load of allLoads(program)) {
      for (const entry of load.loads.passes) {
        const blocks = new Set(load.loads.passes.map((other) => other.descriptor.weightBlock));
        if (blocks.size > 1) {
          choices.push(() => {
            const other = pick([...blocks].filter((block) => block !== entry.descriptor.weightBlock), random);
            const before = entry.descriptor.weightBlock;
            entry.descriptor = { ...entry.descriptor, weightBlock: other };
            return `pass ${entry.at}: weight block ${before} to ${other}`;
          });
        }
      }
    }
    return pick(choices, random)();
  },
};

const allLoads = (program: Editable<Program>): Editable<TileLoad>[] => [...program.resident, ...program.phases.flatMap((phase: Editable<Phase>) => phase.loads)];
const allTiles = (program: Editable<Program>): Editable<TileConfig>[] => program.phases.flatMap((phase) => phase.tiles);
const hasRoute = (tile: Editable<TileConfig>): boolean => Object.values(tile.routes).some((source) => source !== 0);
