// The network beside the machines before us and published figures: frames a second of each. The models' results come from the compile
// report, for only the network as written tells what an older machine does with it.
import type { BaselineResult } from '../bench/baselines/machine.ts';
import { baselineMachines } from '../bench/baselines/machines.ts';
import type { PublishedFigure } from '../bench/published.ts';
import type { ComparisonChart } from './chart-data.ts';

export interface ComparisonSource {
  readonly name: string;
  readonly fps: number;
  readonly baselines: readonly BaselineResult[];
  readonly published: readonly PublishedFigure[];
}

export interface Comparison {
  readonly chart: ComparisonChart;
  /** Machines that cannot run the network, with the reason. */
  readonly refusals: readonly { readonly name: string; readonly reason: string }[];
}

export function compareMachines({ name, fps, baselines, published }: ComparisonSource): Comparison {
  const titleOf = (machine: string): string => baselineMachines.find((candidate) => candidate.name === machine)?.title ?? machine;
  const rows: ComparisonChart['rows'] = [
    { name, fps, kind: 'this', note: 'simulated' },
    ...baselines.flatMap((result) => (result.fps === null ? [] : [{ name: titleOf(result.machine), fps: result.fps, kind: 'model' as const, note: `model of the machine at ${result.clockMHz} MHz` }])),
    ...published.map((figure) => ({ name: `${figure.system}, ${figure.network}`, fps: figure.fps, kind: 'published' as const, note: [figure.device, figure.clockMHz === null ? '' : `${figure.clockMHz} MHz`, figure.note].filter((part) => part !== '').join(', ') })),
  ];
  return {
    chart: { rows: [...rows].sort((a, b) => b.fps - a.fps) },
    refusals: baselines.flatMap((result) => (result.refusal === null ? [] : [{ name: titleOf(result.machine), reason: result.refusal }])),
  };
}
