// The picture of a precision search: loss over cycles, energy or error over them, with the front.
import { paretoFront } from '../explore/pareto.ts';
import { type Panel, plotPanels } from '../explore/plot-svg.ts';
import type { PointRow, QuantizeDocument } from './quantize-report.ts';

export function plotFront({ model, target, lossKind }: QuantizeDocument, points: readonly PointRow[]): string {
  const label = ({ trits, cycles }: PointRow): string => `${Object.entries(trits).map(([name, count]) => `${name} ${count}`).join(', ')}: ${cycles} cycles`;
  const panel = (title: string, yTitle: string, read: (point: PointRow) => number): Panel => {
    const front = paretoFront(points.map((point) => [point.cycles, read(point)]));
    return { title, xTitle: 'cycles per frame (simulated)', yTitle, marks: points.map((point, index) => ({ x: point.cycles, y: read(point), isFront: front[index] === true, label: label(point) })) };
  };
  const loss = panel(`${model} on ${target}: ${points.length} precisions`, `loss (${lossKind})`, (point) => point.loss);
  const second = points.every((point) => point.accuracy !== null)
    ? panel('Error on the calibration set', 'error in %', (point) => 100 * (1 - (point.accuracy ?? 0)))
    : panel('Energy', 'mJ per frame (estimated)', (point) => point.energyPerFrameMj);
  return plotPanels([loss, second]);
}
