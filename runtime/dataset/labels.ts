// What every kind of labelled set says about its labels in the same way.
import { FileFormatError } from '../file-format-error.ts';
import type { Meta } from './meta.ts';

/** Names by label value: those of meta.json, or the numbers up to the largest label. */
export function classNames(meta: Meta | null, labels: Uint8Array): readonly string[] {
  if (meta !== null) return meta.classes;
  let largest = 0;
  for (const label of labels) if (label > largest) largest = label;
  return Array.from({ length: largest + 1 }, (_, label) => String(label));
}

/** Throws FileFormatError where a label is neither that of a class nor the one that counts nothing. */
export function checkLabels(labels: Uint8Array, classes: number, ignored: number | null, path: string): void {
  const at = labels.findIndex((label) => label >= classes && label !== ignored);
  if (at >= 0) throw new FileFormatError(path, `label ${at} is ${labels[at]}, but the set has ${classes} classes`, 'name every class in meta.json, or correct the labels');
}

/** Names of pictures that have none: their numbers, as wide as the last one, so that they sort. */
export const numberName = (index: number, count: number): string => String(index).padStart(String(Math.max(0, count - 1)).length, '0');
