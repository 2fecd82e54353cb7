// What each neuron of a group computes, by the shape of the layer's output.
import { neuronHalves, type OutputShape } from './stream-order.ts';

/** What a neuron computes: an output map, in which row of a cell, and for which folded pixel and row. */
interface NeuronPlace {
  readonly map: number;
  readonly f: number;
  readonly row: number;
  readonly dv: number;
}

/** What neuron `q` of group `g` computes; null for filler. */
export function neuronOf(shape: OutputShape, maps: number, g: number, q: number): NeuronPlace | null {
  if (q >= 8 * neuronHalves(shape)) return null;
  if (shape.mapBlocks !== null) {
    const { pixelBlocks, rows } = shape.mapBlocks;
    const block = shape.halves * g + (q >> 3);
    const place = Math.floor(block / (pixelBlocks * rows));
    const map = shape.maps === null ? place : (shape.maps[place] as number);
    return map >= 0 && map < maps ? { map, f: (block % pixelBlocks) * 8 + (q & 7), row: Math.floor(block / pixelBlocks) % rows, dv: 0 } : null;
  }
  const column = Math.floor((q >> 3) / shape.halves);
  const inGroup = (q >> 3) % shape.halves;
  if (shape.clusterBlocks !== null) {
    const map = shape.maps?.[(g * shape.clusterBlocks + (inGroup % shape.clusterBlocks)) * 8 + (q & 7)] ?? -1;
    const pixel = Math.floor(inGroup / shape.clusterBlocks);
    return map >= 0 ? { map, f: pixel % shape.fold, row: Math.floor(pixel / shape.fold), dv: 0 } : null;
  }
  const rowHalves = shape.halves / shape.rows;
  const block = rowHalves * (g % shape.rowGroups) + (inGroup % rowHalves);
  const perPixel = 8 / shape.beatPixels;
  const f = Math.floor(block / shape.channelBlocks) * shape.beatPixels + Math.floor((q & 7) / perPixel);
  const map = (block % shape.channelBlocks) * 8 + ((q & 7) % perPixel);
  return f < shape.fold && map < maps ? { map, f: f * shape.poolFold + column, row: Math.floor(inGroup / rowHalves), dv: Math.floor(g / shape.rowGroups) } : null;
}
