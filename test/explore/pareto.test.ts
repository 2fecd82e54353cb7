// The front of a set of points, against the definition applied to every pair.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { paretoFront } from '../../runtime/explore/pareto.ts';

it('holds what no other point beats, and one of several equal points', () => {
  const point = fc.tuple(fc.nat(9), fc.nat(9));
  fc.assert(fc.property(fc.array(point, { maxLength: 30 }), (points) => {
    const beats = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] <= b[0] && a[1] <= b[1] && (a[0] < b[0] || a[1] < b[1]);
    const expected = points.map((own, index) =>
      !points.some((other) => beats(other, own)) && points.findIndex(([x, y]) => x === own[0] && y === own[1]) === index);
    expect(paretoFront(points)).toEqual(expected);
  }), { seed: 1 });
});
