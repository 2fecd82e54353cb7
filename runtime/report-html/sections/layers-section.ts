// Layers as a table: work, time, use of the array, and energy.
import type { ReportFacts } from '../facts.ts';
import { figure, type Html, html, percent } from '../html.ts';
import { cells, chartPlace, renderTable, type Section } from './section.ts';

export function layersSection({ stats, energy, network: { program } }: ReportFacts): Section {
  const energyOf = new Map(energy.chart.rows.map((row) => [row.name, row.parts.reduce((sum, part) => sum + part, 0)]));
  const head = ['layer', 'kind', 'phases', 'tiles', 'multiply-adds', 'cycles', 'GOPS', 'of the array used', 'µJ a frame'];
  const numbers = [3, 4, 5, 6, 7, 8];
  const rows = stats.layers.map((layer) => html`<tr data-layer="${layer.name}">${cells([
    layer.name, layer.kind, layer.phases.join(' '), String(layer.tiles), figure(layer.macs), figure(layer.cycles), figure(layer.gops), bar(layer.utilization),
    figure(energyOf.get(layer.name) ?? 0),
  ], numbers)}</tr>`);
  return {
    id: 'layers', title: 'Layers',
    lead: html`What each layer asks and what it gets, a frame in steady state. Used is the part of all trit lanes of the layer’s tiles that does useful work while ${program.phases.length === 1 ? 'a frame passes' : 'its phases last'}. The picture shows where the cycles of its tiles go instead.`,
    body: html`${chartPlace('use', 'Where the cycles of each layer’s tiles go: useful work, filler, and waits by cause', 60 + 30 * stats.layers.length)}${renderTable('Layers', head, rows, numbers)}`,
  };
}

const bar = (share: number): Html => html`<span class="bar" style="--share:${(100 * share).toFixed(1)}%">${percent(share)}</span>`;
