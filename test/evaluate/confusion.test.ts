// Confusion and the figures from it, against counting by hand: place by place, class by class.
import { describe, expect, it } from 'vitest';
import { renderConfusion } from '../../runtime/cli/confusion-table.ts';
import { addConfusion, countLabels, figuresOf, makeConfusion, rowsOf } from '../../runtime/evaluate/confusion.ts';
import { makeRandom, randomBelow } from '../../runtime/random.ts';

const CLASSES = 6;
const VOID = 3;
const random = makeRandom(5);
// Classes 0 and 5 are never a label, class 5 is never a prediction either.
const labels = Array.from({ length: 500 }, () => 1 + randomBelow(random, 4));
const predictions = labels.map((label) => (randomBelow(random, 2) === 0 ? label : randomBelow(random, 5)));

function confusionOf(from: number, to: number): ReturnType<typeof makeConfusion> {
  const confusion = makeConfusion(CLASSES);
  countLabels(confusion, labels.slice(from, to), predictions.slice(from, to), VOID);
  return confusion;
}

describe('confusion', () => {
  const whole = confusionOf(0, 500);
  const places = labels.map((label, place) => ({ label, prediction: predictions[place] as number })).filter(({ label }) => label !== VOID);

  it('counts every place that is not void', () => {
    for (let label = 0; label < CLASSES; label++) {
      for (let prediction = 0; prediction < CLASSES; prediction++) {
        expect(rowsOf(whole)[label]?.[prediction]).toBe(places.filter((place) => place.label === label && place.prediction === prediction).length);
      }
    }
  });

  it('gives accuracy, and IoU of the classes that occur', () => {
    const { accuracy, right, counted, iou, meanIoU } = figuresOf(whole, VOID);
    expect([right, counted]).toEqual([places.filter((place) => place.label === place.prediction).length, places.length]);
    expect(accuracy).toBe(right / counted);
    const expected = [0, 1, 2, 3, 4, 5].map((index) => {
      const both = places.filter((place) => place.label === index && place.prediction === index).length;
      const either = places.filter((place) => place.label === index || place.prediction === index).length;
      return index === VOID || either === 0 ? null : both / either;
    });
    expect(iou).toEqual(expected);
    expect(expected.map((value) => value === null)).toEqual([false, false, false, true, false, true]);
    const known = expected.filter((value) => value !== null);
    expect(meanIoU).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / known.length, 12);
  });

  it('adds up from parts in any order', () => {
    const sum = makeConfusion(CLASSES);
    for (const [from, to] of [[300, 500], [0, 10], [10, 300]] as const) addConfusion(sum, confusionOf(from, to));
    expect(sum).toEqual(whole);
  });

  it('stays within a terminal line, as a matrix or as the worst mistakes', () => {
    const few = renderConfusion({ confusion: whole, names: ['sky', 'a very long name of a class', '2', 'none', '4', '5'], ignored: VOID, task: 'pixels' });
    const many = makeConfusion(60);
    countLabels(many, Array.from({ length: 9000 }, (_, i) => i % 60), Array.from({ length: 9000 }, (_, i) => (i * i) % 60), null);
    const long = renderConfusion({ confusion: many, names: Array.from({ length: 60 }, (_, i) => `name ${i}`), ignored: null, task: 'classes' });
    for (const text of [few, long]) for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(few).toMatch(/0 sky/);
    expect(few).not.toMatch(/none/);
    expect(long).toMatch(/the 20 most frequent mistakes/);
  });
});
