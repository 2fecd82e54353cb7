// The power model against other people's designs: what the calibrate rows say of each fitted constant, every row predicted (calibrate rows by
// constants fitted without them), and the rows that state too little.
// Usage: npm run power-model [-- --json]
import { parseArgs } from 'node:util';
import { renderTable } from '../runtime/cli/table.ts';
import { ENERGIES, SURROUNDINGS } from '../sim/power/constants.ts';
import { fitRows, type JudgedRow, judgeRows, summarizeErrors, toggleOf } from './power-model/fit.ts';
import { POWER_ROWS } from './power-model/rows.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const fitted = fitRows(POWER_ROWS);
const judged = judgeRows(POWER_ROWS);
const unpredicted = POWER_ROWS.filter((row) => row.kind === 'unpredicted');
const summary = summarizeErrors(POWER_ROWS, judged);

if (values.json) {
  console.log(JSON.stringify({ fitted, summary, rows: judged.map(({ row, ...result }) => ({ ...row, ...result })), unpredicted }, null, 1));
} else {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const pair = (name: string, fit: number, table: number | null): string[] => [name, fit.toPrecision(3), table === null ? '-' : table.toPrecision(3)];
  console.log(renderTable(['constant', 'fitted', 'in the table'], [
    pair('pJ per changed bit of logic, 7 series', fitted.toggle, ENERGIES.xc7.toggle.typical),
    pair('W of a board above idle beside its accelerator', fitted.host, SURROUNDINGS.host.typical),
    pair('W of a large board', fitted.board, SURROUNDINGS.board.typical),
    pair('W of the processing system of a Zynq UltraScale+', fitted.zynqUltra, SURROUNDINGS.zynqUltra.typical),
    pair('pJ per cycle and mm2 of clock and leakage, 45 nm', fitted.area, null),
    pair('registers per LUT', fitted.ffPerLut, null),
    pair('LUTs, registers, memory blocks per DSP block', fitted.perDsp.lut, null),
    ['', fitted.perDsp.ff.toPrecision(3), '-'], ['', fitted.perDsp.bram36.toPrecision(3), '-'],
  ]));
  const show = ({ row, predicted, error, isOwnProof, parts }: JudgedRow): string[] => [
    row.split, row.design, row.part, row.kind === 'fpga' ? row.scope.replace('-', ' ') : 'chip', row.watts.toPrecision(3), predicted.toPrecision(3), isOwnProof ? 'fitted' : percent(error),
    Object.entries(parts).filter(([, watts]) => watts > 0).map(([part, watts]) => `${part} ${watts.toPrecision(2)}`).join(', '),
  ];
  console.log(renderTable(['split', 'design', 'part', 'measures', 'W', 'predicted W', 'error', 'made of'], judged.map(show)));
  for (const row of unpredicted) console.log(`not predicted: ${row.design} (${row.split}): it ${row.reason}`);
  console.log(`pJ per changed bit as rows show it: ${judged.flatMap(({ row }) => (row.kind === 'fpga' && row.split === 'calibrate' && row.scope === 'chip' && row.products !== undefined ? [toggleOf(row, fitted).toPrecision(3)] : [])).join(', ')}`);
  console.log(`calibrate: median error ${percent(summary.calibrateMedian)} of ${summary.calibrateRows} rows; ${percent(summary.calibrateMedianOfAll)} if the ${summary.calibrateMissing} others count as missed`);
  console.log(`holdout: largest error ${percent(summary.holdoutLargest)} of ${summary.holdoutRows} rows`);
}
