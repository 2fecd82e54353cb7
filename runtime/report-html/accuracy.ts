// Accuracy of the network, where it was judged: the document of `nfc evaluate --json`. Throws FileFormatError where a file is no such document.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FileFormatError } from '../file-format-error.ts';
import { readJsonDocument } from './json-document.ts';

/** What the page shows of it. */
export interface AccuracyDocument {
  readonly model: string;
  readonly data: readonly string[] | string;
  readonly split: string;
  readonly task: 'classes' | 'pixels';
  readonly images: number;
  readonly right: number;
  readonly counted: number;
  readonly accuracyInteger: number;
  readonly accuracyFloat: number | null;
  readonly simulatorAgrees: boolean;
  readonly meanIoU: number;
  readonly classes: readonly string[];
  readonly iou: readonly (number | null)[];
  readonly confusion: readonly (readonly number[])[];
}

/** The file asked for, or evaluate.json in the folder; null where there is none. */
export function readAccuracy(folder: string, file: string | undefined): AccuracyDocument | null {
  const path = file ?? join(folder, 'evaluate.json');
  if (file === undefined && !existsSync(path)) return null;
  const document: Partial<AccuracyDocument> | null = readJsonDocument(path);
  const isWhole = document !== null && typeof document.model === 'string' && typeof document.accuracyInteger === 'number' && typeof document.images === 'number'
    && Array.isArray(document.classes) && Array.isArray(document.iou) && Array.isArray(document.confusion);
  if (isWhole) return document as AccuracyDocument;
  throw new FileFormatError(path, 'is not the document of an evaluation', 'write it with nfc evaluate MODEL.nf --data DIR --json');
}
