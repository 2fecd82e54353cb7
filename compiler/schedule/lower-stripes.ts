// Argmax over more than 16 maps walks a row pixel by pixel, which a tile counts up to 255. Wider rows are cut into stripes of columns, each
// a layer of its own, which lie side by side in memory.
import type { GridLayer } from './grid-layer.ts';

/** Pixels of a stripe: few enough to count, and whole memory words whatever a pixel takes. */
const STRIPE = 252;
const MAX_PIXELS = 255;
const NEURONS = 16;

export function inStripes(layers: readonly GridLayer[]): GridLayer[] {
  return layers.flatMap((layer) => {
    const [maps, rows, width] = layer.output;
    if (layer.epilogue.kind !== 'raw' || layer.epilogue.index === null || maps <= NEURONS || width <= MAX_PIXELS) return [layer];
    const stripes: GridLayer[] = [];
    for (let first = 0; first < width; first += STRIPE) {
      stripes.push({
        ...layer, id: `${layer.id}~x${first}`, isInner: true, output: [maps, rows, Math.min(STRIPE, width - first)], left: layer.left - first * layer.stride[1],
        stripe: { tensor: layer.id, first, width },
      });
    }
    return stripes;
  });
}
