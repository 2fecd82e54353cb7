// The power model against other people's designs: its bars, and that the table of constants holds what the rows say.
import { expect, test } from 'vitest';
import { fitRows, judgeRows, summarizeErrors } from '../../scripts/power-model/fit.ts';
import { POWER_ROWS } from '../../scripts/power-model/rows.ts';
import { ENERGIES, SURROUNDINGS } from '../../sim/power/constants.ts';

const judged = judgeRows(POWER_ROWS);

test('median error on calibrate rows and every holdout row are within bounds', () => {
  const { calibrateRows, calibrateMedian, calibrateMedianOfAll, holdoutRows, holdoutLargest } = summarizeErrors(POWER_ROWS, judged);
  expect(calibrateRows).toBeGreaterThanOrEqual(15);
  expect(calibrateMedian).toBeLessThan(0.25);
  expect(calibrateMedianOfAll).toBeLessThan(0.25);
  expect(holdoutRows).toBe(4);
  expect(holdoutLargest).toBeLessThan(0.4);
});

test('rows that are not predicted say why', () => {
  for (const row of POWER_ROWS) if (row.kind === 'unpredicted') expect(row.reason.length, row.design).toBeGreaterThan(20);
  expect(judged.length + POWER_ROWS.filter((row) => row.kind === 'unpredicted').length).toBe(POWER_ROWS.length);
});

test('the table holds what the rows say', () => {
  const fitted = fitRows(POWER_ROWS);
  const pairs = [
    [fitted.toggle, ENERGIES.xc7.toggle], [fitted.host, SURROUNDINGS.host], [fitted.board, SURROUNDINGS.board], [fitted.zynqUltra, SURROUNDINGS.zynqUltra],
  ] as const;
  for (const [value, { typical, source }] of pairs) expect(Math.abs(typical / value - 1), source).toBeLessThan(0.02);
});

test('no holdout row takes part in the fit', () => {
  expect(fitRows(POWER_ROWS.filter(({ split }) => split === 'calibrate'))).toEqual(fitRows(POWER_ROWS));
});
