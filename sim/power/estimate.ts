// The power estimate of a run: counts of actions (actions.ts) times the table of energies (constants.ts). Energies are whole picojoules per
// layer and part, so that parts, layers and total add up exactly. The range follows from the ranges of the table; all ends are taken together.
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import type { TimingResult } from '../timing.ts';
import { type ActionCount, type Cost, countActions, type FrameActions, PARTS, type Part } from './actions.ts';
import { type Constant, ENERGIES, MEMORIES, STATIC_BY_PART, STATIC_BY_TECHNOLOGY, type Technology } from './constants.ts';
import { expectedSwitching, type SwitchingOf } from './expected.ts';

export type PartValues = Readonly<Record<Part, number>>;

/** Picojoules per frame, whole numbers. */
export interface FrameEnergy {
  readonly total: number;
  readonly low: number;
  readonly high: number;
  readonly parts: PartValues;
  /** The ends of the range of each part; they add up to `low` and `high`. */
  readonly lowParts: PartValues;
  readonly highParts: PartValues;
}

export interface LayerEnergy extends FrameEnergy {
  /** Null: what belongs to no layer (static, clock, configuration, memory at rest). */
  readonly id: string | null;
  readonly name: string;
}

/** Picojoules per frame, whole numbers, with their range. */
export interface Saving {
  readonly typical: number;
  readonly low: number;
  readonly high: number;
}

export interface PowerEstimate {
  /** Watts of grid, device at rest and memory at the frame rate of the run; the sum of `parts`. */
  readonly powerW: number;
  readonly lowW: number;
  readonly highW: number;
  readonly parts: PartValues;
  /** Picojoules per frame; layers add up to the frame, parts to each. */
  readonly frame: FrameEnergy;
  readonly layers: readonly LayerEnergy[];
  /** Picojoules per frame that were not spent: changes of logic bits that trits of zero, and digits that stay zero, spare. */
  readonly saved: { readonly zeroTrits: Saving; readonly zeroActivations: Saving };
  readonly technology: Technology;
  /** Where switching comes from: values of this many frames, or digits at random. */
  readonly activity: { readonly kind: 'measured'; readonly frames: number } | { readonly kind: 'expected' };
  readonly status: 'estimated';
  readonly assumptions: readonly string[];
}

export interface PowerOptions {
  /** Of the target's family where absent. */
  readonly technology?: Technology;
  /** Switching by values, and of how many frames. */
  readonly measured?: { readonly frames: number; readonly switching: SwitchingOf };
}

export interface PowerOfRun extends FrameActions {
  readonly estimate: PowerEstimate;
}

/** Counts and their energies. A pure function of its arguments. */
export function estimatePower(program: Program, timing: TimingResult, options: PowerOptions = {}): PowerOfRun {
  const { target } = program;
  const technology = options.technology ?? target.family;
  const expected = expectedSwitching(program);
  const counted = countActions(program, timing, options.measured?.switching ?? expected, expected);
  const idle = staticOf(target, technology);
  const costs = costTable(target, technology, idle);
  const layers = layersOf(program, counted.actions, costs);
  const frame = sumEnergies(layers);
  const fps = (target.clockMHz * 1e6) / timing.intervalCycles;
  const watts = (picojoules: number): number => picojoules * 1e-12 * fps;
  const parts = mapParts((part) => watts(frame.parts[part]));
  const estimate: PowerEstimate = {
    powerW: PARTS.reduce((sum, part) => sum + parts[part], 0), lowW: watts(frame.low), highW: watts(frame.high), parts, frame, layers,
    saved: { zeroTrits: savingOf(counted.saved.zeroTrits, costs.toggle), zeroActivations: savingOf(counted.saved.zeroActivations, costs.toggle) },
    technology, activity: options.measured ? { kind: 'measured', frames: options.measured.frames } : { kind: 'expected' }, status: 'estimated',
    assumptions: assumptionsOf(target, technology, idle),
  };
  return { ...counted, estimate };
}

const savingOf = (bits: number, { typical, low, high }: Constant): Saving => ({ typical: Math.round(bits * typical), low: Math.round(bits * low), high: Math.round(bits * high) });

/** Watts of a device at rest. A technology that is not the target's own has no device. */
function staticOf(target: Target, technology: Technology): Constant {
  const part = technology === target.family ? (target.device?.part.toLowerCase() ?? '') : '';
  return STATIC_BY_PART.find(([name]) => part.startsWith(name))?.[1] ?? STATIC_BY_TECHNOLOGY[technology];
}

type CostTable = Readonly<Record<Cost, Constant>>;

/** Picojoules of every action, of watts per second. */
function costTable(target: Target, technology: Technology, idle: Constant): CostTable {
  const { toggle, clock, register, block, add } = ENERGIES[technology];
  const memory = MEMORIES[target.family];
  const { read, write, row } = memory;
  const perSecond = ({ typical, low, high, source }: Constant, times: number): Constant => ({ typical: typical * times * 1e12, low: low * times * 1e12, high: high * times * 1e12, source });
  return { toggle, clock, register, block, add, read, write, row, idle: perSecond(memory.idle, memory.chips), static: perSecond(idle, 1) };
}

function layersOf(program: Program, actions: readonly ActionCount[], costs: CostTable): LayerEnergy[] {
  const names = [...program.layers.map(({ id, name }) => ({ id, name })), { id: null, name: 'machine' }];
  const known = new Set<string | null>(names.map(({ id }) => id));
  return names.map(({ id, name }) => ({ id, name, ...energyOf(actions.filter(({ layer }) => (known.has(layer) ? layer : null) === id), costs) }));
}

function energyOf(actions: readonly ActionCount[], costs: CostTable): FrameEnergy {
  const sum = (part: Part, end: 'typical' | 'low' | 'high'): number =>
    Math.round(actions.reduce((total, action) => total + (action.part === part ? action.count * costs[action.cost][end] : 0), 0));
  return fromParts(mapParts((part) => sum(part, 'typical')), mapParts((part) => sum(part, 'low')), mapParts((part) => sum(part, 'high')));
}

function fromParts(parts: PartValues, lowParts: PartValues, highParts: PartValues): FrameEnergy {
  const all = (values: PartValues): number => PARTS.reduce((total, part) => total + values[part], 0);
  return { total: all(parts), low: all(lowParts), high: all(highParts), parts, lowParts, highParts };
}

function sumEnergies(energies: readonly FrameEnergy[]): FrameEnergy {
  const sum = (pick: (energy: FrameEnergy) => PartValues): PartValues => mapParts((part) => energies.reduce((total, energy) => total + pick(energy)[part], 0));
  return fromParts(sum(({ parts }) => parts), sum(({ lowParts }) => lowParts), sum(({ highParts }) => highParts));
}

const mapParts = (value: (part: Part) => number): PartValues => Object.fromEntries(PARTS.map((part) => [part, value(part)])) as Record<Part, number>;

function assumptionsOf(target: Target, technology: Technology, idle: Constant): string[] {
  return [
    `energies of ${ENERGIES[technology].label}: ${ENERGIES[technology].toggle.source}`,
    `static power ${idle.typical} W (${idle.low.toPrecision(2)} to ${idle.high.toPrecision(2)}): ${idle.source}`,
    `memory: ${MEMORIES[target.family].chips} x ${MEMORIES[target.family].label}`,
    'neither the processing system of a Zynq nor a board is part of the figures',
  ];
}
