// Orders of raw sums: a row is (group, X, neuron), or with argmax (X, group, neuron) and an index behind every pixel.
import type { StreamOrder } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';
import type { GridLayer } from './grid-layer.ts';
import type { GroupRange, OutputShape } from './stream-order.ts';

export interface RawOrders {
  /** Beats of a row, raw values and indices together. */
  readonly rowBeats: number;
  readonly lastNeurons: number;
  readonly values: StreamOrder | null;
  readonly index: { readonly offset: number; readonly order: StreamOrder } | null;
}

interface RawLayer {
  readonly layer: GridLayer;
  readonly shape: OutputShape;
}

/** Orders of a raw layer's tile with `range.count` groups; `isSplit` when other tiles have the other groups. */
export function rawOrders({ layer, shape: { neurons, positions } }: RawLayer, range: GroupRange, rows: number, isSplit: boolean): RawOrders {
  if (layer.epilogue.kind !== 'raw') bug(`${layer.id} is not raw`);
  const { isEmitted, index } = layer.epilogue;
  const maps = layer.output[0];
  const groups = range.count;
  // All groups of a pixel before the next pixel.
  const isOuter = index !== null && groups > 1;
  const isRagged = !isSplit && (groups === 1 || positions === 1 || isOuter);
  const lastNeurons = isRagged ? maps - neurons * (groups - 1) : neurons;
  const perPixel = isEmitted ? neurons * (groups - 1) + lastNeurons : 0;
  const withIndex = index === null ? 0 : 1;
  const rowBeats = positions * (perPixel + withIndex);
  const pixelBeats = groups === 1 || isOuter ? perPixel + withIndex : neurons;
  const values: StreamOrder | null = !isEmitted ? null : {
    kind: 'raw', rows, rowBeats,
    levels: [
      { count: groups === 1 ? lastNeurons : neurons, beats: 1, pixels: 0, channels: 1 },
      { count: positions, beats: pixelBeats, pixels: 1, channels: 0 },
      ...(groups > 1 ? [{ count: groups, beats: isOuter ? neurons : neurons * positions, pixels: 0, channels: neurons * range.step }] : []),
    ],
  };
  return {
    rowBeats, lastNeurons, values,
    index: index === null ? null : {
      offset: perPixel,
      order: { kind: 'index', rows, rowBeats, levels: [{ count: positions, beats: perPixel + 1, pixels: 1, channels: 0 }] },
    },
  };
}
