// Tiles over time: one series of blocks for each activity, so that the legend filters them; phases as a band above, memory traffic below.
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts';
import { graphic } from 'echarts/core';
import { ACTIVITIES, type TimeChart } from '../chart-data.ts';
import type { ChartView, Palette } from './chart.ts';
import { ACTIVITY_NAMES, axis, escapeText, legend, legendLines, number, percent, text, tooltip } from './looks.ts';

const ROW = 26;
/** All that is below the rows: a legend, the memory's traffic, the slider. */
const BELOW = 250;
const TRAFFIC = ['memory reads', 'memory writes', 'configuration'] as const;

/** Row, from, to, lower and upper border (0 to 1 of the row's height), index of the span. */
type Block = [row: number, from: number, to: number, low: number, high: number, span: number];

export function timeView(chart: TimeChart): ChartView {
  const blocks = ACTIVITIES.map((): Block[] => []);
  const place: (readonly [series: number, item: number])[] = [];
  chart.spans.forEach((span, index) => {
    let low = 0;
    for (const [activity, share] of span.shares) {
      const list = blocks[activity] as Block[];
      if (low === 0) place[index] = [activity + 1, list.length];
      list.push([span.tile + 1, span.from, span.to, low, Math.min(1, low + share), index]);
      low += share;
    }
  });
  const rows = ['phase', ...chart.tiles.map((tile) => `tile ${tile}`)];
  const microseconds = (cycles: number): string => `${number(cycles / chart.clockMHz)} µs`;

  const describeSpan = (index: number): string => {
    const span = chart.spans[index];
    if (span === undefined) return '';
    const work = chart.work[span.phase]?.[span.tile] ?? null;
    const parts = span.shares.map(([activity, share]) => (share > 0.9995 ? nameOf(activity) : `${nameOf(activity)} ${percent(share)}`)).join(', ');
    const kinds = new Set(span.shares.map(([activity]) => ACTIVITIES[activity]));
    const cause = work === null ? '' : [kinds.has('input') ? ` Its rows come from ${work.from}.` : '', kinds.has('weights') ? ' The next weights are being loaded from its own memory.' : '', kinds.has('drain') ? ' Its epilogue is slower than its array.' : '', kinds.has('downstream') ? ` Its results go to ${work.to}.` : ''].join('');
    return `Tile ${chart.tiles[span.tile]}, ${work?.layer ?? ''}, phase ${span.phase}: ${parts}. Cycles ${number(span.from)} to ${number(span.to)}, ${number(span.to - span.from)} cycles (${microseconds(span.to - span.from)}).${cause}`;
  };
  const describePhase = (index: number): string => {
    const phase = chart.phases[index];
    return phase === undefined ? '' : `Phase ${phase.index}${chart.phases.length > 1 ? ` of frame ${phase.frame}` : ''}: ${phase.layers.length === 0 ? 'only loads the next phase' : phase.layers.join(', ')}. Cycles ${number(phase.from)} to ${number(phase.to)}, ${number(phase.to - phase.from)} cycles (${microseconds(phase.to - phase.from)}).`;
  };
  const spanOf = (series: number, item: number): number => blocks[series - 1]?.[item]?.[5] ?? -1;
  const describe = (series: number, item: number): string | null => (series === 0 ? describePhase(item) : spanOf(series, item) < 0 ? null : describeSpan(spanOf(series, item)));

  const activities = ACTIVITIES.map((_, activity) => nameOf(activity));
  const topOf = (width: number): number => 12 + 24 * legendLines(activities, width);

  return {
    height: (width) => topOf(width) + ROW * rows.length + BELOW,
    option: (palette, layer, width) => {
      const left = width < 500 ? 58 : 74;
      const top = topOf(width);
      const height = top + ROW * rows.length;
      const isLit = (span: number): boolean => {
        const found = chart.spans[span];
        return layer === '' || (found !== undefined && chart.work[found.phase]?.[found.tile]?.layer === layer);
      };
      const time = { ...axis(palette), type: 'value', min: 0, max: chart.cycles, splitLine: { show: false } };
      return {
        textStyle: text(palette), animation: false,
        legend: [{ ...legend(palette), top: 0, data: activities }, { ...legend(palette), top: height + 10, itemGap: 8, data: [...TRAFFIC] }],
        grid: [{ left, right: 16, top, height: ROW * rows.length }, { left, right: 16, top: height + 62, height: 100 }],
        tooltip: {
          ...tooltip(palette), trigger: 'item',
          formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => escapeText(describe(seriesIndex, dataIndex) ?? ''),
        },
        xAxis: [
          { ...time, gridIndex: 0, axisLabel: { show: false }, axisTick: { show: false } },
          { ...time, gridIndex: 1, name: 'cycles', nameLocation: 'middle', nameGap: 26, axisLabel: { color: palette('soft'), formatter: number, hideOverlap: true } },
        ],
        yAxis: [
          { ...axis(palette), type: 'category', gridIndex: 0, inverse: true, data: rows, splitLine: { show: false }, axisTick: { show: false } },
          { ...axis(palette), type: 'value', gridIndex: 1, name: `bytes a cycle, ${number(chart.memory.limit)} at most`, nameTextStyle: { color: palette('soft'), align: 'left' }, nameGap: 8, max: Math.ceil(chart.memory.limit), splitNumber: 3 },
        ],
        dataZoom: [
          { type: 'slider', xAxisIndex: [0, 1], filterMode: 'weakFilter', startValue: chart.window[0], endValue: chart.window[1], bottom: 8, height: 26, showDataShadow: false, labelFormatter: (value: number) => number(value), textStyle: { color: palette('soft') }, borderColor: palette('line') },
          { type: 'inside', xAxisIndex: [0, 1], filterMode: 'weakFilter', startValue: chart.window[0], endValue: chart.window[1], zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true, moveOnMouseWheel: false, preventDefaultMouseMove: false },
        ],
        series: [
          {
            name: 'phase', type: 'custom', xAxisIndex: 0, yAxisIndex: 0, encode: { x: [1, 2], y: 0 }, renderItem: (params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => renderPhase(params, api, chart, palette),
            data: chart.phases.map((phase, index) => [0, phase.from, phase.to, index]),
          },
          ...ACTIVITIES.map((activity, index) => ({
            name: nameOf(index), type: 'custom', xAxisIndex: 0, yAxisIndex: 0, encode: { x: [1, 2], y: 0 }, itemStyle: { color: palette(activity) }, renderItem: renderBlock,
            data: (blocks[index] as Block[]).map((block) => [...block, isLit(block[5]) ? 1 : 0.15]),
          })),
          ...([chart.memory.reads, chart.memory.writes, chart.memory.configuration] as const).map((values, index) => ({
            name: TRAFFIC[index], type: 'line', step: 'end', stack: 'traffic', symbol: 'none', xAxisIndex: 1, yAxisIndex: 1, silent: true, lineStyle: { width: 0 },
            itemStyle: { color: palette(['memory', 'tile', 'c4'][index] as string) }, areaStyle: { color: palette(['memory', 'tile', 'c4'][index] as string), opacity: 0.8 },
            data: values.map((value, step) => [step * chart.memory.step, value]),
          })),
        ],
      };
    },
    describe,
    next: (series, item, key) => {
      if (series === 0) {
        if (key === 'ArrowDown') return place[0] ?? null;
        const to = item + (key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0);
        return chart.phases[to] === undefined ? null : [0, to];
      }
      const span = spanOf(series, item);
      const from = chart.spans[span];
      if (from === undefined) return null;
      if (key === 'ArrowLeft' || key === 'ArrowRight') {
        const to = span + (key === 'ArrowRight' ? 1 : -1);
        return chart.spans[to]?.tile === from.tile ? (place[to] ?? null) : null;
      }
      const tile = from.tile + (key === 'ArrowDown' ? 1 : -1);
      if (tile < 0) return [0, Math.max(0, chart.phases.findIndex((phase) => phase.to > from.from))];
      const to = chart.spans.findIndex((candidate) => candidate.tile === tile && candidate.to > from.from);
      return to < 0 ? null : (place[to] ?? null);
    },
  };
}

const nameOf = (activity: number): string => ACTIVITY_NAMES[ACTIVITIES[activity] ?? ''] ?? '';

function clip(params: CustomSeriesRenderItemParams, shape: { x: number; y: number; width: number; height: number }): typeof shape | null {
  const area = params.coordSys as unknown as { x: number; y: number; width: number; height: number };
  return (graphic.clipRectByRect(shape, area) as typeof shape | undefined) ?? null;
}

function renderBlock(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn {
  const [x = 0, y = 0] = api.coord([api.value(1), api.value(0)]);
  const [end = 0] = api.coord([api.value(2), api.value(0)]);
  const height = ROW - 4;
  const high = Number(api.value(4));
  const shape = clip(params, { x, y: y + height / 2 - high * height, width: Math.max(0.6, end - x + 0.3), height: (high - Number(api.value(3))) * height });
  return shape === null ? null : { type: 'rect', shape, style: { fill: api.visual('color') as string, opacity: Number(api.value(6)) } };
}

function renderPhase(params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI, chart: TimeChart, palette: Palette): CustomSeriesRenderItemReturn {
  const phase = chart.phases[params.dataIndex];
  const [x = 0, y = 0] = api.coord([api.value(1), 0]);
  const [end = 0] = api.coord([api.value(2), 0]);
  const shape = clip(params, { x: x + 0.5, y: y - ROW / 2 + 2, width: Math.max(1, end - x - 1), height: ROW - 4 });
  if (shape === null || phase === undefined) return null;
  const names = `${phase.index}: ${phase.layers.length === 0 ? 'only loads' : phase.layers.join(', ')}`;
  const fit = Math.floor(shape.width / 6.5);
  const label = names.length <= fit ? names : fit >= 2 ? String(phase.index) : '';
  return {
    type: 'rect', shape, style: { fill: palette('panel'), stroke: palette('soft'), lineWidth: 1 },
    textContent: { type: 'text', style: { text: label, fill: palette('ink'), fontSize: 11 } }, textConfig: { position: 'inside' },
  };
}
