// Energy a frame, by layer and part.
import type { EnergyRange, EnergyView } from '../energy-chart.ts';
import { figure, html } from '../html.ts';
import { cells, chartPlace, renderTable, type Section } from './section.ts';

const range = ({ low, high }: EnergyRange): string => `${figure(low)} to ${figure(high)}`;

export function energySection({ chart, table, total, watts, saved, basis, assumptions }: EnergyView): Section {
  const numbers = Array.from({ length: table.parts.length + 1 }, (_, index) => index + 1);
  const rows = table.rows.map((row) => html`<tr data-layer="${row.name}">${cells([row.name, figure(row.parts.reduce((sum, part) => sum + part, 0)), ...row.parts.map(figure)], numbers)}</tr>`);
  return {
    id: 'energy', title: 'Energy',
    lead: html`<b>${figure(total.typical)} µJ</b> a frame, estimated (${range(total)}); ${figure(watts.typical)} W (${range(watts)}) while frames run back to back. ${basis}. Trits of zero save ${figure(saved.zeroTrits.typical)} µJ a frame (${range(saved.zeroTrits)}), activations that stay zero ${figure(saved.zeroActivations.typical)} µJ (${range(saved.zeroActivations)}). “Of no layer” is what the device takes at rest, the clock, configuration and the memory at rest.`,
    body: html`${chartPlace('energy', 'Energy a frame of each layer by part', 120 + 30 * chart.rows.length)}${renderTable('Energy, µJ a frame', ['layer', 'all', ...table.parts], rows, numbers)}<details><summary>Assumptions</summary><ul>${assumptions.map((text) => html`<li>${text}</li>`)}</ul></details>`,
  };
}
