// Counts of what was read as what, and the figures that follow from them. Counts of several runs add up, in any order.

/** `classes` x `classes` counts, rows by label, columns by prediction. */
export interface Confusion {
  readonly classes: number;
  readonly counts: Float64Array;
}

export interface Figures {
  /** Part of the counted places that was read as labelled: pixel accuracy where every pixel has a label. NaN where nothing counts. */
  readonly accuracy: number;
  readonly right: number;
  readonly counted: number;
  /** By class: places both labelled and read so, over places either labelled or read so; null where there is neither. */
  readonly iou: readonly (number | null)[];
  /** Over the classes that occur in labels or predictions. NaN where none does. */
  readonly meanIoU: number;
}

export const makeConfusion = (classes: number): Confusion => ({ classes, counts: new Float64Array(classes * classes) });

/** Counts one picture; places labelled `ignored` count nothing. Labels and predictions are below `classes`. */
export function countLabels({ classes, counts }: Confusion, labels: ArrayLike<number>, predictions: ArrayLike<number>, ignored: number | null): void {
  for (let place = 0; place < labels.length; place++) {
    const label = labels[place] as number;
    if (label === ignored) continue;
    const cell = label * classes + (predictions[place] as number);
    counts[cell] = (counts[cell] as number) + 1;
  }
}

export function addConfusion(sum: Confusion, part: Confusion): void {
  for (let cell = 0; cell < sum.counts.length; cell++) sum.counts[cell] = (sum.counts[cell] as number) + (part.counts[cell] as number);
}

/** The class `ignored` has no intersection over union: it is never a label that counts. */
export function figuresOf({ classes, counts }: Confusion, ignored: number | null): Figures {
  const at = (label: number, prediction: number): number => counts[label * classes + prediction] as number;
  const all = Array.from({ length: classes }, (_, index) => index);
  const iou = all.map((index) => {
    if (index === ignored) return null;
    const union = all.reduce((sum, other) => sum + at(index, other) + at(other, index), 0) - at(index, index);
    return union === 0 ? null : at(index, index) / union;
  });
  const occurring = iou.filter((value) => value !== null);
  const right = all.reduce((sum, index) => sum + at(index, index), 0);
  const counted = counts.reduce((sum, count) => sum + count, 0);
  return { accuracy: right / counted, right, counted, iou, meanIoU: occurring.reduce((sum, value) => sum + value, 0) / occurring.length };
}

/** Row by row, for JSON. */
export const rowsOf = ({ classes, counts }: Confusion): number[][] =>
  Array.from({ length: classes }, (_, label) => [...counts.subarray(label * classes, (label + 1) * classes)]);
