// The program of a report page: charts, the choice of a layer, sortable tables, words about tiles.
import type { ChartData } from '../chart-data.ts';
import { comparisonView, deviceView, energyView, useView } from './bars.ts';
import { type Chart, type ChartView, mountChart } from './chart.ts';
import { rooflineView } from './roofline.ts';
import { sortTables } from './tables.ts';
import { showTileWords } from './tile-words.ts';
import { timeView } from './time.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '{}') as ChartData;
const views: Readonly<Record<string, ChartView | null>> = {
  time: timeView(data.time), use: useView(data.use), roofline: rooflineView(data.roofline), energy: energyView(data.energy),
  comparison: data.comparison === null ? null : comparisonView(data.comparison), device: data.device === null ? null : deviceView(data.device),
};
const charts: Chart[] = [...document.querySelectorAll<HTMLElement>('.chart')].flatMap((place) => {
  const view = views[place.dataset['chart'] ?? ''] ?? null;
  return view === null ? [] : [mountChart(place, view)];
});

const choice = document.getElementById('layer') as HTMLSelectElement;
const chooseLayer = (): void => {
  const layer = choice.value;
  for (const chart of charts) chart.redraw(layer);
  for (const element of document.querySelectorAll<HTMLElement>('[data-layer],[data-layers]')) {
    const own = element.dataset['layer'] ?? '';
    const isOf = layer === '' || own === layer || (element.dataset['layers'] ?? '').split(' ').includes(layer);
    element.classList.toggle('dim', !isOf);
  }
};
choice.addEventListener('change', chooseLayer);

const fitAll = (): void => { for (const chart of charts) chart.fit(); };
let width = window.innerWidth;
window.addEventListener('resize', () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  fitAll();
});
window.addEventListener('beforeprint', fitAll);
window.addEventListener('afterprint', fitAll);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', fitAll);
window.matchMedia('print').addEventListener('change', fitAll);
showTileWords();
sortTables();
