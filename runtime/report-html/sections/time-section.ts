// Tiles over time, and the memory's traffic below them.
import type { TimeChart } from '../chart-data.ts';
import { figure, html } from '../html.ts';
import { chartPlace, type Section } from './section.ts';

/** Height of a tile's row and of everything else in the chart, in pixels; the program in the page lays it out by the same. */
const ROW = 26;
const REST = 320;

export const timeSection = (time: TimeChart): Section => ({
  id: 'time', title: 'Time',
  lead: html`What every tile does and what it waits for, simulated${time.phases.length > 1 ? ': one frame in steady state; the slider reaches back to the start, where the machine is set up' : ''}. ${time.resolution === 1 ? 'Every block is exact.' : html`Each step sums up ${figure(time.resolution)} cycles: the height of a colour is its share (<code>nfc simulate --trace</code> has every cycle).`} The legend hides and shows kinds. With the chart focused, arrow keys walk through the blocks, + and − zoom.`,
  body: chartPlace('time', `Activity of ${time.tiles.length} tiles over ${figure(time.cycles)} cycles, with phases above and memory traffic below`, REST + ROW * time.tiles.length),
});
