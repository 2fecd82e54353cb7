// The confusion of an evaluation as text: a matrix where it fits a terminal line, else the most frequent mistakes.
import { type Confusion, figuresOf } from '../evaluate/confusion.ts';
import { renderTable } from './table.ts';

export interface ConfusionText {
  readonly confusion: Confusion;
  readonly names: readonly string[];
  readonly ignored: number | null;
  readonly task: 'classes' | 'pixels';
}

const MAX_COLUMNS = 100;
const MAX_NAME = 14;
const MAX_MISTAKES = 20;

/** One row a class that has labels or predictions; cells are pictures, or for pixels whole percents of the row. */
export function renderConfusion({ confusion, names, ignored, task }: ConfusionText): string {
  const { classes, counts } = confusion;
  const { iou } = figuresOf(confusion, ignored);
  const shown = Array.from({ length: classes }, (_, label) => label).filter((label) => iou[label] !== null);
  const at = (label: number, prediction: number): number => counts[label * classes + prediction] as number;
  const labelled = (label: number): number => counts.subarray(label * classes, (label + 1) * classes).reduce((sum, count) => sum + count, 0);
  const part = (count: number, whole: number): string => (whole === 0 ? '.' : (100 * (count / whole)).toFixed(1));
  const cell = (label: number, prediction: number): string => {
    const count = at(label, prediction);
    if (count === 0) return '.';
    return task === 'classes' ? String(count) : String(Math.round((100 * count) / labelled(label)));
  };
  const nameOf = (label: number): string => `${label} ${shorten(names[label] ?? '')}`.trim();
  const title = (label: number): string => (names[label] === String(label) ? names[label] : nameOf(label));
  const unit = task === 'classes' ? 'pictures' : 'pixels';
  const header = ['label', unit, 'right %', 'IoU %'];
  const figures = (label: number): string[] => [title(label), labelled(label).toLocaleString('en-US'), part(at(label, label), labelled(label)), part(iou[label] ?? 0, 1)];
  const matrix = renderTable([...header, ...shown.map(String)], shown.map((label) => [...figures(label), ...shown.map((prediction) => cell(label, prediction))]));
  const meaning = `columns: read as this class, ${task === 'classes' ? 'pictures' : 'percent of the pixels with the label'}`;
  if (matrix.split('\n').every((line) => line.length <= MAX_COLUMNS)) return `${matrix}\n${meaning}`;
  const mistakes = shown.flatMap((label) => shown.filter((prediction) => prediction !== label && at(label, prediction) > 0).map((prediction) => ({ label, prediction, count: at(label, prediction) })));
  const worst = mistakes.sort((a, b) => b.count - a.count || a.label - b.label || a.prediction - b.prediction).slice(0, MAX_MISTAKES);
  return [
    renderTable(header, shown.map(figures)), `the ${worst.length} most frequent mistakes`,
    renderTable(['label', 'read as', unit], worst.map(({ label, prediction, count }) => [title(label), title(prediction), count.toLocaleString('en-US')])),
  ].join('\n');
}

const shorten = (name: string): string => (name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}~`);
