// What the power model says, as the page shows it: energy a frame by layer and part, with its range. The one place that knows the shape of
// the model's result.
import { PARTS, type Part } from '../../sim/power/actions.ts';
import type { PowerEstimate } from '../../sim/power/estimate.ts';
import { PART_NAMES } from '../cli/power-text.ts';
import type { EnergyChart } from './chart-data.ts';

export interface EnergyView {
  /** Parts put together, so that a picture can tell them apart by colour. */
  readonly chart: EnergyChart;
  /** Every part of which there is any. */
  readonly table: EnergyChart;
  readonly total: EnergyRange;
  readonly watts: EnergyRange;
  /** Microjoules a frame that zeros save. */
  readonly saved: { readonly zeroTrits: EnergyRange; readonly zeroActivations: EnergyRange };
  readonly basis: string;
  readonly assumptions: readonly string[];
}

/** Microjoules a frame, or watts. */
export interface EnergyRange {
  readonly typical: number;
  readonly low: number;
  readonly high: number;
}

const GROUPS: readonly (readonly [name: string, parts: readonly Part[]])[] = [
  ['static', ['static']], ['clock', ['clock']], ['lanes and adder trees', ['lanes', 'trees']], ['window reader', ['window']], ['accumulators', ['accumulators', 'accumulatorMemory']],
  ['weights', ['weights', 'weightMemory']], ['row memory', ['rowMemory']], ['links and control', ['links', 'control']], ['DRAM bursts and rows', ['dram', 'dramRows']], ['DRAM at rest', ['dramIdle']],
];

const microjoules = (picojoules: number): number => picojoules * 1e-6;
const rangeOf = ({ typical, low, high }: EnergyRange): EnergyRange => ({ typical: microjoules(typical), low: microjoules(low), high: microjoules(high) });

export function energyView({ powerW, lowW, highW, frame, layers, saved, technology, activity, assumptions }: PowerEstimate): EnergyView {
  const used = PARTS.filter((part) => frame.parts[part] > 0);
  const sum = (parts: readonly Part[]) => (layer: (typeof layers)[number]): number => microjoules(parts.reduce((total, part) => total + layer.parts[part], 0));
  const chartOf = (groups: readonly (readonly [string, readonly Part[]])[]): EnergyChart =>
    ({ parts: groups.map(([name]) => name), rows: layers.map((layer) => ({ name: layer.id === null ? 'of no layer' : layer.name, parts: groups.map(([, parts]) => sum(parts)(layer)) })) });
  return {
    chart: chartOf(GROUPS), table: chartOf(used.map((part) => [PART_NAMES[part], [part]])),
    total: rangeOf({ typical: frame.total, low: frame.low, high: frame.high }), watts: { typical: powerW, low: lowW, high: highW },
    saved: { zeroTrits: rangeOf(saved.zeroTrits), zeroActivations: rangeOf(saved.zeroActivations) },
    basis: `${technology}, ${activity.kind === 'measured' ? `values of ${activity.frames} frames` : 'activations at random'}`, assumptions,
  };
}
