// Beside the machines before us.
import type { Comparison } from '../comparison.ts';
import { figure, html } from '../html.ts';
import { cells, chartPlace, renderTable, type Section } from './section.ts';

const KINDS = { this: 'simulated', model: 'modelled, favourably', published: 'published' } as const;

export function comparisonSection({ chart, refusals }: Comparison): Section {
  const own = chart.rows.find(({ kind }) => kind === 'this')?.fps ?? 1;
  const rows = chart.rows.map((row) => html`<tr${row.kind === 'this' ? html` class="own"` : null}>${cells([row.name, figure(row.fps), row.kind === 'this' ? '1' : figure(own / row.fps), KINDS[row.kind], row.note], [1, 2])}</tr>`);
  return {
    id: 'comparison', title: 'Comparison',
    lead: html`The same network on models of the machines before us, which leave out whatever their rules do not count, and published figures where there are any. The scale is logarithmic.${refusals.length === 0 ? null : html` Not shown: ${refusals.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.`}`,
    body: html`${chartPlace('comparison', 'Frames a second of this and other machines', 80 + 32 * chart.rows.length)}${renderTable('Comparison', ['machine', 'frames/s', 'times as fast', 'status', 'note'], rows, [1, 2])}`,
  };
}
