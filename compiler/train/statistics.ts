// Statistics of a batch for batch-norm.

/** One number per map. */
type PerMap = Float64Array;

interface NormStatistics {
  readonly mean: PerMap;
  /** Biased: the mean of the squared differences. */
  readonly variance: PerMap;
}

/** Mean and variance of each map over all positions, from sums in double precision around the first position's values. */
function statisticsOf(x: Float32Array, maps: number): NormStatistics {
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

export interface NormLine {
  readonly mean: PerMap;
  /** 1 / standard deviation. */
  readonly inverse: PerMap;
  /** Batch-norm is slope * x + offset. */
  readonly slope: PerMap;
  readonly offset: PerMap;
}

/** Batch-norm with the statistics of this batch, which are added to `observed`, the variance unbiased. */
export function normLine(
  x: Float32Array, { gamma, beta, epsilon }: { readonly gamma: Float32Array; readonly beta: Float32Array; readonly epsilon: number },
  observed: { readonly mean: Float32Array; readonly variance: Float32Array },
): NormLine {
  const maps = gamma.length;
  const count = x.length / maps;
  const { mean, variance } = statisticsOf(x, maps);
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const slope = inverse.map((value, map) => value * (gamma[map] as number));
  const offset = slope.map((value, map) => (beta[map] as number) - value * (mean[map] as number));
  for (let map = 0; map < maps; map++) {
    observed.mean[map] = (observed.mean[map] as number) + (mean[map] as number);
    observed.variance[map] = (observed.variance[map] as number) + ((variance[map] as number) * count) / Math.max(1, count - 1);
  }
  return { mean, inverse, slope, offset };
}
