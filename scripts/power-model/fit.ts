// Fits the few constants that no data sheet gives, each to the rows that show it, as the median of what the rows say one by one; and says how
// far off each row is when it takes no part in the fit.
import { type Fitted, predictAsic, predictFpga, TOGGLES_PER_PRODUCT, total } from './predict.ts';
import type { AsicRow, FpgaRow, PowerRow } from './rows.ts';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

const NOTHING: Fitted = { toggle: 0, host: 0, board: 0, zynqUltra: 0, area: 0, ffPerLut: 0, perDsp: { lut: 0, ff: 0, bram36: 0 } };
const isUltra = (row: FpgaRow): boolean => row.part.startsWith('XCK26');
/** Rows that show the energy of logic: chips without a board around them, whose LUTs multiply. */
const showsToggle = (row: FpgaRow): boolean => row.scope === 'chip' && row.products !== undefined;

/** What a row says a constant is: all that the rest of the model leaves of its watts. */
const rest = (row: FpgaRow, fitted: Fitted): number => row.watts - total(predictFpga(row, fitted));

/** Picojoules per changed bit, as one row shows it. */
export const toggleOf = (row: FpgaRow, fitted: Fitted): number => rest(row, { ...fitted, toggle: 0 }) / (row.macs * (row.products ?? 1) * TOGGLES_PER_PRODUCT * 1e-12);

/** Constants from the calibrate rows among `rows`; one that no row shows is taken from `fallback`. */
export function fitRows(rows: readonly PowerRow[], fallback: Fitted = NOTHING): Fitted {
  const fpga = rows.filter((row): row is FpgaRow => row.kind === 'fpga' && row.split === 'calibrate');
  const asic = rows.filter((row): row is AsicRow => row.kind === 'asic' && row.split === 'calibrate');
  const medianOr = (values: readonly number[], other: number): number => (values.length > 0 ? median(values) : other);
  const around = fpga.filter(({ products, scope, resources }) => products === undefined && scope !== 'above-idle' && resources.ff !== undefined);
  const perDsp = (what: 'lut' | 'ff' | 'bram36'): number => medianOr(around.map(({ resources }) => (resources[what] ?? 0) / (resources.dsp ?? 1)), fallback.perDsp[what]);
  let fitted: Fitted = {
    ...fallback,
    ffPerLut: medianOr(fpga.flatMap(({ resources: { lut, ff } }) => (lut !== undefined && ff !== undefined ? [ff / lut] : [])), fallback.ffPerLut),
    perDsp: { lut: perDsp('lut'), ff: perDsp('ff'), bram36: perDsp('bram36') },
  };
  fitted = { ...fitted, toggle: medianOr(fpga.filter(showsToggle).map((row) => toggleOf(row, fitted)), fallback.toggle) };
  const left = (what: 'host' | 'board' | 'zynqUltra', shows: (row: FpgaRow) => boolean): number =>
    medianOr(fpga.filter(shows).map((row) => rest(row, { ...fitted, [what]: 0 })), fallback[what]);
  return {
    ...fitted,
    host: left('host', ({ scope }) => scope === 'above-idle'),
    board: left('board', ({ scope }) => scope === 'board'),
    zynqUltra: left('zynqUltra', isUltra),
    area: medianOr(asic.map((row) => (row.watts - total(predictAsic(row, { area: 0 }))) / total(predictAsic({ ...row, macs: 0 }, { area: 1 }))), fallback.area),
  };
}

export interface JudgedRow {
  readonly row: Exclude<PowerRow, { kind: 'unpredicted' }>;
  readonly predicted: number;
  /** Of the prediction against the row, as a share of the row. */
  readonly error: number;
  /** It alone shows a constant, so its prediction is its own figure and says nothing. */
  readonly isOwnProof: boolean;
  readonly parts: Readonly<Record<string, number>>;
}

/** Predicts every row that can be: a calibrate row by constants that are fitted without it, a holdout row by all calibrate rows. */
export function judgeRows(rows: readonly PowerRow[]): JudgedRow[] {
  const all = fitRows(rows);
  return rows.flatMap((row) => {
    if (row.kind === 'unpredicted') return [];
    const fitted = row.split === 'holdout' ? all : fitRows(rows.filter((other) => other !== row), all);
    const parts = row.kind === 'fpga' ? predictFpga(row, fitted) : predictAsic(row, fitted);
    const predicted = total(parts);
    const isOwnProof = row.kind === 'fpga' && row.split === 'calibrate' && (row.scope === 'board' || isUltra(row));
    return [{ row, predicted, error: predicted / row.watts - 1, isOwnProof, parts }];
  });
}

export interface ErrorSummary {
  /** Of calibrate rows that are predicted by constants they take no part in. */
  readonly calibrateRows: number;
  readonly calibrateMedian: number;
  /** Rows that state too little, or alone show a constant; and the median when these count as missed altogether. */
  readonly calibrateMissing: number;
  readonly calibrateMedianOfAll: number;
  readonly holdoutRows: number;
  readonly holdoutLargest: number;
}

export function summarizeErrors(rows: readonly PowerRow[], judged: readonly JudgedRow[]): ErrorSummary {
  const errorsOf = (split: PowerRow['split']): number[] => judged.filter(({ row, isOwnProof }) => row.split === split && !isOwnProof).map(({ error }) => Math.abs(error));
  const calibrate = errorsOf('calibrate');
  const missing = rows.filter(({ split }) => split === 'calibrate').length - calibrate.length;
  const holdout = errorsOf('holdout');
  return {
    calibrateRows: calibrate.length, calibrateMedian: median(calibrate), calibrateMissing: missing,
    calibrateMedianOfAll: median([...calibrate, ...new Array<number>(missing).fill(Number.POSITIVE_INFINITY)]),
    holdoutRows: holdout.length, holdoutLargest: Math.max(...holdout),
  };
}
