// The files of `nfc evaluate --pictures`: for a labelling network one PNG a picture, for a classifying one a sheet of misread pictures for each
// pair of label and prediction that occurs.
import type { Dataset } from '../dataset.ts';
import type { Evaluation } from '../evaluate.ts';
import type { InputShape } from '../frames.ts';
import { contactSheet } from './prediction-picture.ts';

/** By file name. */
export function predictionFiles(set: Dataset, input: InputShape, found: Evaluation): Map<string, Uint8Array> {
  if (set.task === 'pixels') return new Map(found.drawings.map(({ name, png }) => [`${name}.png`, png]));
  const misread = new Map<string, number[]>();
  found.predictions.forEach((prediction, index) => {
    const label = set.labelsOf(index)[0] as number;
    if (label === prediction || label === set.ignored) return;
    const name = `${fileName(found.classes, label)}-read-as-${fileName(found.classes, prediction)}.png`;
    misread.set(name, [...(misread.get(name) ?? []), index]);
  });
  return new Map([...misread].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, indices]) => [name, contactSheet(input, indices.map(set.codesOf))]));
}

/** The number of a class, and its name as far as a file name takes it. */
function fileName(classes: readonly string[], label: number): string {
  const name = (classes[label] ?? '').replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return name === '' || name === String(label) ? String(label) : `${label}-${name}`;
}
