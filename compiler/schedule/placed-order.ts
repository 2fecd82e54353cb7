// Pieces of orders of beats: lists of places as nested loops, and orders that do not start at pixel 0.
import type { StreamOrder } from '../program/program.ts';
import { bug } from '../source/diagnostic.ts';

export type Level = StreamOrder['levels'][number];

export interface PlacedOrder {
  readonly firstChannel: number;
  readonly order: StreamOrder;
}

/** More channels than any tensor has: what starts here is filler. */
const BEYOND = 2 ** 24;

/** Orders start at pixel 0. One that starts at `pixel` gets an outermost loop of two, whose first step is filler without beats of its own. */
export function startAt(pixel: number, channel: number, order: StreamOrder): PlacedOrder {
  if (pixel === 0) return { firstChannel: channel, order };
  const skip = { count: 2, beats: 0, pixels: pixel, channels: -BEYOND };
  return { firstChannel: channel + BEYOND, order: { ...order, levels: [...order.levels, skip] } };
}

/** A list of places as at most two nested loops. */
export function loopsOf(places: readonly { pixel: number; channel: number }[], beats: number): Level[] | null {
  const first = places[0] ?? bug('a tile without groups');
  for (let inner = places.length; inner >= 1; inner--) {
    if (places.length % inner !== 0) continue;
    const outer = places.length / inner;
    const stepOf = (k: number) => {
      const to = places[k] ?? first;
      return { pixels: to.pixel - first.pixel, channels: to.channel - first.channel };
    };
    const a = inner > 1 ? stepOf(1) : { pixels: 0, channels: 0 };
    const b = outer > 1 ? stepOf(inner) : { pixels: 0, channels: 0 };
    const fits = places.every((at, k) => {
      const i = k % inner;
      const o = Math.floor(k / inner);
      return at.pixel - first.pixel === i * a.pixels + o * b.pixels && at.channel - first.channel === i * a.channels + o * b.channels;
    });
    if (!fits) continue;
    const levels: Level[] = [];
    if (inner > 1) levels.push({ count: inner, beats, ...a });
    if (outer > 1) levels.push({ count: outer, beats: beats * inner, ...b });
    return levels;
  }
  return null;
}
