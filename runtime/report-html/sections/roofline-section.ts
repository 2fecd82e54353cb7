// The roofline.
import type { RooflineChart } from '../chart-data.ts';
import { figure, html } from '../html.ts';
import { cells, chartPlace, renderTable, type Section } from './section.ts';

export function rooflineSection({ points, bandwidth, peaks }: RooflineChart): Section {
  const bound = points.filter((point) => point.bound === 'memory').length;
  const rows = points.map((point) => html`<tr data-layers="${point.layers.join(' ')}">${cells([point.name, point.layers.join(', '), figure(point.intensity), figure(point.gops), figure(point.limit), `${Math.round((100 * point.gops) / point.limit)} %`, point.bound === 'memory' ? 'memory bandwidth' : 'the array'], [2, 3, 4, 5])}</tr>`);
  return {
    id: 'roofline', title: 'Roofline',
    lead: html`How fast each phase runs, over how many operations it does for each byte that it moves (a multiply-add is two). The slope is the memory’s ${figure(bandwidth)} GB/s; the flat roofs are the array at ${peaks.map(({ planes }) => figure(planes)).join(', ')} slots a multiply-add: trits of a weight × octal digits of an input. ${points.length === 0 ? 'No phase multiplies.' : bound === 0 ? 'Every phase could reach the array’s roof: memory is no limit here.' : `${bound} of ${points.length} phases lie under the slope: there memory limits.`}`,
    body: html`${chartPlace('roofline', 'Operations a second over operations a byte, one point a phase', 420)}${renderTable('Roofline', ['phase', 'layers', 'operations a byte', 'GOPS', 'GOPS allowed', 'reached', 'limited by'], rows, [2, 3, 4, 5])}`,
  };
}
