import { expect, it } from 'vitest';
import { mapsOfPlaces } from '../../compiler/ir/weight-layout.ts';

it('weights know their output map', () => {
  expect([...mapsOfPlaces(false, [2, 3, 1, 1], 1)]).toEqual([0, 0, 0, 1, 1, 1]);
  expect([...mapsOfPlaces(true, [4, 3, 1, 1], 2)]).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
});
