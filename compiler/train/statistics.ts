// Statistics of a batch for batch-norm.

/** One number per map. */
type PerMap = Float64Array;

export interface NormStatistics {
  readonly mean: PerMap;
  /** Biased: the mean of the squared differences. */
  readonly variance: PerMap;
}

/** Mean and variance of each map over all positions, from sums in double precision around the first position's values. */
export function statisticsOf(x: Float32Array, maps: number): NormStatistics {
  const [sums, squares] = [new Float64Array(maps), new Float64Array(maps)];
  const pivot = Float64Array.from(x.subarray(0, maps));
  addMoments(x, maps, pivot, sums, squares);
  const count = x.length / maps;
  const mean = sums.map((sum, map) => (pivot[map] as number) + sum / count);
  const variance = squares.map((square, map) => Math.max(0, square / count - ((sums[map] as number) / count) ** 2));
  return { mean, variance };
}

function addMoments(x: Float32Array, maps: number, pivot: PerMap, sums: PerMap, squares: PerMap): void {
  for (let base = 0; base < x.length; base += maps) {
    for (let map = 0; map < maps; map++) {
      const value = (x[base + map] as number) - (pivot[map] as number);
      sums[map] = (sums[map] as number) + value;
      squares[map] = (squares[map] as number) + value * value;
    }
  }
}
