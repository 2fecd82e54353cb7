// The curve of a training run as SVG: loss and share of wrong answers by epoch.
import { type Mark, plotPanels } from '../explore/plot-svg.ts';
import type { EpochRecord } from './train.ts';

export function plotCurve(records: readonly EpochRecord[], model: string): string {
  const marks = (measure: (record: EpochRecord) => number | null): Mark[] => records.flatMap((record) => {
    const y = measure(record);
    return y === null ? [] : [{ x: record.epoch, y, isFront: true, label: `epoch ${record.epoch} (${record.stage === 'real' ? 'real numbers' : 'codes'}): ${y.toPrecision(4)}` }];
  });
  const isMeasured = records.some((record) => record.test !== null);
  return plotPanels([
    { title: `${model}: loss`, xTitle: 'epoch', yTitle: 'cross-entropy on training pictures', marks: marks((record) => record.loss) },
    {
      title: isMeasured ? 'Wrong on pictures not trained on' : 'Wrong on training pictures', xTitle: 'epoch', yTitle: '%',
      marks: marks((record) => (isMeasured ? (record.test === null ? null : 100 * (1 - record.test.accuracy)) : 100 * (1 - record.trainAccuracy))),
    },
  ]);
}
