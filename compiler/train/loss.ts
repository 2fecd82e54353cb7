// Cross-entropy of scores against labels, averaged over the labelled positions with a weight per class.

export interface LossResult {
  /** Weighted sum over positions; divide by `weight` for the mean. */
  readonly loss: number;
  readonly weight: number;
  /** Positions with a label, and those of them whose largest score is theirs (the lowest index on a tie). */
  readonly labelled: number;
  readonly right: number;
  /** Gradient of the sum, not yet divided; null where it was not asked for. */
  readonly gradient: Float32Array | null;
}

/** `scores` are [positions, classes]; a label without a weight (void) counts nothing. */
export function crossEntropy(scores: Float32Array, labels: Uint8Array, classWeights: Float32Array, wantsGradient: boolean): LossResult {
  const classes = classWeights.length;
  const gradient = wantsGradient ? new Float32Array(scores.length) : null;
  const powers = new Float64Array(classes);
  let [loss, weight, labelled, right] = [0, 0, 0, 0];
  for (let position = 0; position < labels.length; position++) {
    const label = labels[position] as number;
    const own = classWeights[label] ?? 0;
    if (own === 0) continue;
    const base = position * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if ((scores[base + c] as number) > (scores[base + best] as number)) best = c;
    const largest = scores[base + best] as number;
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const power = Math.exp((scores[base + c] as number) - largest);
      powers[c] = power;
      sum += power;
    }
    loss += own * (Math.log(sum) + largest - (scores[base + label] as number));
    weight += own;
    labelled++;
    if (best === label) right++;
    if (gradient !== null) for (let c = 0; c < classes; c++) gradient[base + c] = own * ((powers[c] as number) / sum - (c === label ? 1 : 0));
  }
  return { loss, weight, labelled, right, gradient };
}
