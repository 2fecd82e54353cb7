// The rows of a bench as one document and as one table, with the geometric means of W1 to W7 over neuFlow.
import { renderTable } from '../cli/table.ts';
import type { BenchRow } from './bench-row.ts';
import { type Bar, MEAN_BARS, type Version } from './suite.ts';

export interface MeanRow {
  readonly version: Version;
  readonly target: string;
  /** Rows with a ratio, of all rows of this version. */
  readonly counted: number;
  readonly rows: number;
  /** Geometric mean of the ratios that there are; null where there is none. */
  readonly ratio: number | null;
  readonly smallest: number | null;
  readonly bar: number;
  /** Only all seven workloads together can reach the bar; null where the run did not ask for all of them. */
  readonly isReached: boolean | null;
}

const WORKLOADS = 7;

/** One mean for each version and target that occurs among the rows. */
export function geometricMeans(rows: readonly BenchRow[]): MeanRow[] {
  const groups = new Map<string, BenchRow[]>();
  for (const row of rows) {
    if (row.version === null) continue;
    const key = `${row.version} ${row.target}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((group) => {
    const { version, target } = group[0] as BenchRow & { version: Version };
    const ratios = group.flatMap((row) => (row.ratio === null ? [] : [row.ratio]));
    const ratio = ratios.length === 0 ? null : Math.exp(ratios.reduce((sum, value) => sum + Math.log(value), 0) / ratios.length);
    const bar = MEAN_BARS[version];
    const isReached = group.length < WORKLOADS ? null : ratios.length === WORKLOADS && (ratio ?? 0) >= bar;
    return { version, target, counted: ratios.length, rows: group.length, ratio, smallest: ratios.length === 0 ? null : Math.min(...ratios), bar, isReached };
  });
}

const HEADER = [
  'workload', 'target', 'weights', 'MOP', 'cycles', 'fps', 'GOP/s', 'used', 'LUT', 'beside', 'its fps', 'ratio', 'bar', 'reached',
  'neuFlow', 'ANNA', 'Net32k', 'DSP32C', 'FINN', 'fpgaConvNet', 'hls4ml',
];
const MACHINES = ['neuflow', 'anna', 'net32k', 'dsp32c'] as const;
const SYSTEMS = ['FINN', 'fpgaConvNet', 'hls4ml'] as const;

/** Rows, then the means. Frame rates of the machines on the right are those of their models, of the systems those published. */
export function renderBench(rows: readonly BenchRow[], means: readonly MeanRow[]): string {
  return renderTable(HEADER, [...rows.map(rowCells), ...means.map(meanCells)]);
}

const NONE = '-';
const orNone = <T>(value: T | null | undefined, text: (value: T) => string): string => (value === null || value === undefined ? NONE : text(value));
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
/** Three digits at least, so that slow machines do not become zero. */
const rate = (value: number): string => (value >= 100 ? whole(value) : value.toPrecision(3));
const times = (value: number): string => `${value.toFixed(2)} x`;
const yesNo = (value: boolean): string => (value ? 'yes' : 'NO');

function rowCells(row: BenchRow): string[] {
  const { figures } = row;
  return [
    row.workload, row.target, row.weights ?? NONE,
    orNone(row.mop, (mop) => mop.toFixed(1)), figures === null ? (row.failure?.code ?? NONE) : whole(figures.cycles),
    orNone(figures, ({ fps }) => rate(fps)), orNone(figures, ({ gops }) => gops.toFixed(1)), orNone(figures, ({ utilization }) => `${(100 * utilization).toFixed(1)} %`),
    orNone(row.lut, whole), row.reference?.system ?? NONE, orNone(row.reference, ({ fps }) => rate(fps)), orNone(row.ratio, times),
    orNone(row.bar, barText), orNone(row.isReached, yesNo),
    ...MACHINES.map((name) => orNone(row.baselines.find((result) => result.machine === name)?.fps, rate)),
    ...SYSTEMS.map((name) => orNone(row.published.find((figure) => figure.system === name)?.fps, rate)),
  ];
}

function meanCells(mean: MeanRow): string[] {
  const cells = new Array<string>(HEADER.length).fill('');
  cells[0] = `mean, ${mean.version}`;
  cells[1] = mean.target;
  cells[2] = `${mean.counted} of ${mean.rows}`;
  cells[9] = 'neuFlow';
  cells[11] = orNone(mean.ratio, times);
  cells[12] = `>= ${mean.bar} x`;
  cells[13] = orNone(mean.isReached, yesNo);
  return cells;
}

function barText(bar: Bar): string {
  switch (bar.kind) {
    case 'ratio': return `>= ${bar.atLeast} x`;
    case 'fps': return `>= ${whole(bar.atLeast)} fps`;
    case 'cycles': return `<= ${whole(bar.atMost)} cycles`;
  }
}
