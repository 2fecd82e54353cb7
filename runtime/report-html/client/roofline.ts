// The roofline on two logarithmic axes: the memory's slope up to each roof of the array, and a point a phase.
import type { RooflineChart } from '../chart-data.ts';
import type { ChartView } from './chart.ts';
import { axis, escapeText, number, text, tooltip } from './looks.ts';

export function rooflineView({ points, peaks, bandwidth }: RooflineChart): ChartView {
  const highest = Math.max(...peaks.map(({ gops }) => gops));
  const intensities = points.map(({ intensity }) => intensity);
  const low = 10 ** Math.floor(Math.log10(Math.min(...intensities, highest / bandwidth) / 2));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...intensities, highest / bandwidth) * 2));
  const bottom = 10 ** Math.floor(Math.log10(Math.min(...points.map(({ gops }) => gops), highest / 10)));
  const say = (index: number): string => {
    const point = points[index];
    return point === undefined ? '' : `${point.name} (${point.layers.join(', ')}): ${number(point.gops)} GOPS at ${number(point.intensity)} operations a byte, ${Math.round((100 * point.gops) / point.limit)} % of what ${point.bound === 'memory' ? 'the memory' : 'the array'} allows`;
  };
  return {
    option: (palette, layer, width) => ({
      textStyle: text(palette), animation: false, grid: { left: 64, right: 24, top: 34, bottom: 50 },
      tooltip: { ...tooltip(palette), formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => (seriesIndex === 0 ? escapeText(say(dataIndex)) : '') },
      xAxis: { ...axis(palette), type: 'log', min: low, max: high, name: 'operations a byte', nameLocation: 'middle', nameGap: 30, axisLabel: { color: palette('soft'), formatter: number, hideOverlap: true } },
      yAxis: { ...axis(palette), type: 'log', min: bottom, max: 10 ** Math.ceil(Math.log10(highest * 1.05)), name: 'GOPS', axisLabel: { color: palette('soft'), formatter: number } },
      series: [
        {
          type: 'scatter', symbolSize: 14, z: 5, emphasis: { scale: 1.5 },
          data: points.map((point) => ({
            value: [point.intensity, point.gops], name: point.name,
            itemStyle: { color: palette(point.bound === 'memory' ? 'memory' : 'work'), opacity: layer === '' || point.layers.includes(layer) ? 0.9 : 0.15 },
          })),
          label: { show: width > 500, position: 'right', color: palette('ink'), formatter: ({ name }: { name: string }) => name.replace('phase ', '') },
          labelLayout: { hideOverlap: true },
        },
        {
          type: 'line', symbol: 'none', silent: true, lineStyle: { color: palette('memory'), width: 2 }, data: [[low, low * bandwidth], [highest / bandwidth, highest]],
        },
        ...peaks.map(({ planes, gops }) => ({
          type: 'line', symbol: 'none', silent: true, lineStyle: { color: palette('soft'), width: 2, type: planes === 1 ? 'solid' : 'dashed' }, data: [[gops / bandwidth, gops], [high, gops]],
          endLabel: { show: true, align: 'right', verticalAlign: 'bottom', offset: [0, -2], color: palette('soft'), formatter: `${width > 500 ? `${number(planes)} ${planes === 1 ? 'slot' : 'slots'} a multiply-add: ` : ''}${number(gops)} GOPS` },
        })),
      ],
    }),
    describe: (_series, index) => (points[index] === undefined ? null : say(index)),
    next: (_series, index, key) => {
      const to = index + (key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1);
      return points[to] === undefined ? null : [0, to];
    },
  };
}
