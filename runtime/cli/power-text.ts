// The power estimate of a simulation as lines of text: watts with their range, energy of a frame by part, and what zeros save.
import { PARTS } from '../../sim/power/actions.ts';
import type { PowerEstimate } from '../../sim/power/estimate.ts';

/** Names for readers, in the order of PARTS. */
export const PART_NAMES: Readonly<Record<(typeof PARTS)[number], string>> = {
  static: 'static', clock: 'clock', lanes: 'lanes', trees: 'adder trees', window: 'window reader', accumulators: 'accumulators', weights: 'weight registers',
  rowMemory: 'row memory', accumulatorMemory: 'accumulator memory', weightMemory: 'weight memory', links: 'links', control: 'control', dram: 'DRAM bursts', dramRows: 'DRAM rows', dramIdle: 'DRAM at rest',
};

/** Picojoules as microjoules or millijoules, three digits. */
export const showEnergy = (picojoules: number): string => {
  const [value, unit] = picojoules < 999.5e6 ? [picojoules * 1e-6, 'uJ'] : [picojoules * 1e-9, 'mJ'];
  return `${value >= 99.95 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)} ${unit}`;
};

export function powerLines({ powerW, lowW, highW, frame, saved, activity, technology }: PowerEstimate): string[] {
  const basis = activity.kind === 'measured' ? `values of ${activity.frames} frame${activity.frames === 1 ? '' : 's'}` : 'values at random';
  const parts = PARTS.filter((part) => frame.parts[part] > 0).sort((a, b) => frame.parts[b] - frame.parts[a]);
  const saving = ({ typical }: PowerEstimate['saved']['zeroTrits']): string => `${showEnergy(typical)} a frame (${((100 * typical) / (frame.total + typical)).toFixed(1)} %)`;
  return [
    `${powerW.toFixed(2)} W estimated (${lowW.toFixed(2)} to ${highW.toFixed(2)}; ${technology}, ${basis}), ${showEnergy(frame.total)} a frame`,
    parts.map((part) => `${PART_NAMES[part]} ${((100 * frame.parts[part]) / frame.total).toFixed(1)} %`).join(', '),
    `trits of zero save ${saving(saved.zeroTrits)}, activations that stay zero ${saving(saved.zeroActivations)}`,
  ];
}
