// Accuracy on a labelled set, where the network was judged on one.
import type { AccuracyDocument } from '../accuracy.ts';
import { figure, type Html, html } from '../html.ts';
import { cells, renderTable, type Section } from './section.ts';

const twoDigits = (share: number): string => `${(100 * share).toFixed(2)} %`;

export function accuracySection(document: AccuracyDocument): Section {
  const { task, images, classes, confusion, iou } = document;
  const unit = task === 'pixels' ? 'pixels' : 'pictures';
  const used = classes.map((name, label) => ({ name, label })).filter(({ label }) => (iou[label] ?? null) !== null);
  const rows = used.map(({ name, label }) => {
    const row = confusion[label] ?? [];
    const total = row.reduce((sum, count) => sum + count, 0);
    const right = row[label] ?? 0;
    const mistakes = row.map((count, other) => ({ count, other })).filter(({ count, other }) => other !== label && count > 0).sort((a, b) => b.count - a.count).slice(0, 3);
    return html`<tr>${cells([
      name, figure(total), share(total === 0 ? 0 : right / total), share(iou[label] ?? 0), mistakes.map(({ count, other }) => `${classes[other] ?? other} (${figure(count)})`).join(', '),
    ], [1, 2, 3])}</tr>`;
  });
  return {
    id: 'accuracy', title: 'Accuracy',
    lead: html`${figure(images)} pictures of the ${document.split} part of ${[document.data].flat().join(', ')}: the integer network reads <b>${twoDigits(document.accuracyInteger)}</b> of the ${unit} as labelled${task === 'pixels' ? html`, mean IoU <b>${document.meanIoU.toFixed(4)}</b>` : null}${document.accuracyFloat === null ? null : html`; in real numbers it is ${twoDigits(document.accuracyFloat)}`}. The simulator gave ${document.simulatorAgrees ? 'the same outputs for every picture' : 'OTHER outputs for some pictures'}.`,
    body: renderTable('Classes', ['class', unit, 'read as labelled', 'IoU', 'most often read as'], rows, [1, 2, 3]),
  };
}

const share = (value: number): Html => html`<span class="bar" style="--share:${(100 * value).toFixed(1)}%">${twoDigits(value)}</span>`;
