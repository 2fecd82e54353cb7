// Where the cycles of a layer's tiles go in a frame: useful slots, slots that only fill a short pass, waits by cause, and the rest.
import type { LayerStats } from '../../sim/stats.ts';
import type { TimingResult } from '../../sim/timing.ts';
import type { UseChart } from './chart-data.ts';

export function useChart(layers: readonly LayerStats[], timing: TimingResult): UseChart {
  const rows = layers.map((layer) => {
    const tiles = timing.tiles.filter((tile) => tile.layer === layer.id);
    const held = new Set(tiles.map((tile) => `${tile.row},${tile.col}`)).size * layer.cycles;
    const share = (cycles: number): number => (held === 0 ? 0 : cycles / timing.frames / held);
    const sum = (pick: (tile: TimingResult['tiles'][number]) => number): number => share(tiles.reduce((total, tile) => total + pick(tile), 0));
    const busy = {
      work: sum((tile) => tile.pixelSlots), filler: sum((tile) => tile.emptySlots), input: sum((tile) => tile.stalls.input),
      weights: sum((tile) => tile.stalls.weights), drain: sum((tile) => tile.stalls.drain), downstream: sum((tile) => tile.stalls.downstream),
    };
    return { ...busy, idle: Math.max(0, 1 - Object.values(busy).reduce((total, part) => total + part, 0)) };
  });
  const activities = ['work', 'filler', 'input', 'weights', 'drain', 'downstream', 'idle'] as const;
  return { layers: layers.map(({ name }) => name), parts: activities.map((activity) => ({ activity, shares: rows.map((row) => row[activity]) })) };
}
