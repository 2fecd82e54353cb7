// Charts of horizontal bars: where cycles go, energy, machines beside each other, resources of the device.
import type { ComparisonChart, DeviceChart, EnergyChart, UseChart } from '../chart-data.ts';
import type { ArrowKey, ChartView, Palette } from './chart.ts';
import { ACTIVITY_NAMES, axis, escapeText, legend, legendLines, number, percent, short, text, tooltip } from './looks.ts';

interface Stack {
  readonly names: readonly string[];
  readonly series: readonly { readonly name: string; readonly color: string; readonly values: readonly number[] }[];
  readonly show: (value: number) => string;
}

/** Up and down walk through rows, left and right through the parts of a row. */
const stepIn = (rows: number, parts: number) => (series: number, item: number, key: ArrowKey): readonly [number, number] | null => {
  const row = item + (key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0);
  const part = series + (key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0);
  return row < 0 || row >= rows || part < 0 || part >= parts ? null : [part, row];
};

function stacked({ names, series, show }: Stack, max: number | undefined): ChartView {
  const top = (width: number): number => 16 + 24 * legendLines(series.map(({ name }) => name), width);
  return {
    height: (width) => top(width) + 30 * names.length + 34,
    option: (palette, layer, width) => ({
      textStyle: text(palette), animation: false, legend: { ...legend(palette), top: 0 },
      grid: { left: width < 500 ? 96 : 170, right: 24, top: top(width), bottom: 26 },
      tooltip: { ...tooltip(palette), trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: unknown) => show(Number(value)) },
      xAxis: { ...axis(palette), type: 'value', ...(max === undefined ? {} : { max }), axisLabel: { color: palette('soft'), formatter: max === 1 ? (value: number) => `${Math.round(100 * value)} %` : show, hideOverlap: true } },
      yAxis: { ...axis(palette), type: 'category', inverse: true, data: names.map((name) => short(name, width < 500 ? 13 : 24)), splitLine: { show: false } },
      series: series.map((part) => ({
        name: part.name, type: 'bar', stack: 'all', barMaxWidth: 22, itemStyle: { color: palette(part.color) },
        data: part.values.map((value, index) => ({ value, itemStyle: { opacity: layer === '' || names[index] === layer ? 1 : 0.2 } })),
      })),
    }),
    describe: (part, row) => (series[part] === undefined || names[row] === undefined ? null : `${names[row]}: ${series[part].name} ${show(series[part].values[row] ?? 0)}`),
    next: stepIn(names.length, series.length),
  };
}

export const useView = ({ layers, parts }: UseChart): ChartView =>
  stacked({ names: layers, show: percent, series: parts.map(({ activity, shares }) => ({ name: ACTIVITY_NAMES[activity] ?? activity, color: activity, values: shares })) }, 1);

export const energyView = ({ rows, parts }: EnergyChart): ChartView =>
  stacked({ names: rows.map(({ name }) => name), show: (value) => `${number(value)} µJ`, series: parts.map((name, index) => ({ name, color: `c${index % 10}`, values: rows.map((row) => row.parts[index] ?? 0) })) }, undefined);

export function comparisonView({ rows }: ComparisonChart): ChartView {
  const color = (palette: Palette, kind: string): string => palette(kind === 'this' ? 'work' : kind === 'model' ? 'c0' : 'c4');
  const say = (index: number): string => `${rows[index]?.name}: ${number(rows[index]?.fps ?? 0)} frames/s (${rows[index]?.note})`;
  return {
    option: (palette, _layer, width) => ({
      textStyle: text(palette), animation: false, grid: { left: width < 500 ? 110 : 260, right: 70, top: 10, bottom: 44 },
      tooltip: { ...tooltip(palette), formatter: ({ dataIndex }: { dataIndex: number }) => escapeText(say(dataIndex)) },
      xAxis: { ...axis(palette), type: 'log', name: 'frames/s', nameLocation: 'middle', nameGap: 28, axisLabel: { color: palette('soft'), formatter: number, hideOverlap: true } },
      yAxis: { ...axis(palette), type: 'category', inverse: true, data: rows.map(({ name }) => short(name, width < 500 ? 15 : 38)) },
      series: [{
        type: 'bar', barMaxWidth: 20, data: rows.map(({ fps, kind }) => ({ value: fps, itemStyle: { color: color(palette, kind) } })),
        label: { show: true, position: 'right', color: palette('ink'), formatter: ({ value }: { value: unknown }) => number(Number(value)) },
      }],
    }),
    describe: (_series, index) => (rows[index] === undefined ? null : say(index)),
    next: stepIn(rows.length, 1),
  };
}

export function deviceView({ rows }: DeviceChart): ChartView {
  const share = (index: number): number => (rows[index]?.used ?? 0) / (rows[index]?.available ?? 1);
  const say = (index: number): string => `${rows[index]?.what}: ${number(rows[index]?.used ?? 0)} of ${number(rows[index]?.available ?? 0)} (${percent(share(index))}), ${rows[index]?.status}`;
  return {
    option: (palette, _layer, width) => ({
      textStyle: text(palette), animation: false, grid: { left: width < 500 ? 96 : 170, right: 60, top: 10, bottom: 30 },
      tooltip: { ...tooltip(palette), formatter: ({ dataIndex }: { dataIndex: number }) => escapeText(say(dataIndex)) },
      xAxis: { ...axis(palette), type: 'value', max: Math.max(1, ...rows.map((_, index) => share(index))), axisLabel: { color: palette('soft'), formatter: (value: number) => `${Math.round(100 * value)} %`, hideOverlap: true } },
      yAxis: { ...axis(palette), type: 'category', inverse: true, data: rows.map(({ what }) => short(what, width < 500 ? 13 : 24)) },
      series: [{
        type: 'bar', barMaxWidth: 22, data: rows.map((_, index) => ({ value: share(index), itemStyle: { color: palette(share(index) > 1 ? 'downstream' : 'work') } })),
        label: { show: true, position: 'right', color: palette('ink'), formatter: ({ value }: { value: unknown }) => `${Math.round(100 * Number(value))} %` },
      }],
    }),
    describe: (_series, index) => (rows[index] === undefined ? null : say(index)),
    next: stepIn(rows.length, 1),
  };
}
