// Where the numbers of a weight tensor belong. Conv and dense weights lie as [maps, inputs/groups, kh, kw] (dense: [units, inputs]),
// transposed ones as [inputs, maps/groups, kh, kw] with the inputs split evenly into groups.

/** Output map of each flat place of a weight tensor. */
export function mapsOfPlaces(isTransposed: boolean, shape: readonly number[], groups: number): Int32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  const [first = 1, second = 1] = shape;
  if (!isTransposed) return Int32Array.from({ length: size }, (_, place) => Math.floor(place / (size / first)));
  const area = size / (first * second);
  return Int32Array.from({ length: size }, (_, place) => {
    const source = Math.floor(place / (second * area));
    return Math.floor((source * groups) / first) * second + (Math.floor(place / area) % second);
  });
}
