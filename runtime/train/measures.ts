// Accuracy, and how well each class is covered, from a confusion matrix.

export interface Measures {
  /** Share of labelled positions that are right. */
  readonly accuracy: number;
  /** Intersection over union of label and prediction by class; null where a class occurs in neither. */
  readonly iou: readonly (number | null)[];
  /** Mean over the classes that occur. */
  readonly meanIoU: number;
}

/** `confusion` counts label L taken for class P at [L * classes + P]. */
export function measuresOf(confusion: Float64Array, classes: number): Measures {
  const at = (label: number, taken: number): number => confusion[label * classes + taken] as number;
  const sumOver = (count: (other: number) => number): number => Array.from({ length: classes }, (_, other) => count(other)).reduce((a, b) => a + b, 0);
  const total = confusion.reduce((a, b) => a + b, 0);
  const iou = Array.from({ length: classes }, (_, c) => {
    const union = sumOver((other) => at(c, other)) + sumOver((other) => at(other, c)) - at(c, c);
    return union === 0 ? null : at(c, c) / union;
  });
  const known = iou.filter((value) => value !== null);
  return { accuracy: sumOver((c) => at(c, c)) / Math.max(1, total), iou, meanIoU: known.reduce((a, b) => a + b, 0) / Math.max(1, known.length) };
}
