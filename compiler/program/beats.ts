// Beats in memory (docs/hardware.md section 6): as many of 24 bits as fit lie in a memory word side by side, lowest first; what is left of
// the word belongs to none. Memory is seen as 32-bit words, so that a beat lies in one of them or in two that follow each other.
import { type MemorySpec, wordBeats } from '../target/target.ts';

const BEAT_BITS = 24;
const BEAT_MASK = 0xffffff;

/** Memory from the target's base on, 32 bits a word. */
export type MemoryWords = Int32Array | Uint32Array;

/** A sequence of beats that begins `skip` beats behind the start of the memory word at `words[at]`. */
export interface BeatPlace {
  readonly at: number;
  readonly skip: number;
}

/** 32-bit words of memory that so many beats take from the start of a memory word on. */
export const wordsOfBeats = (beats: number, memory: Pick<MemorySpec, 'axiBytes'>): number => Math.ceil(beats / wordBeats(memory)) * (memory.axiBytes / 4);

/** Fills `beats` from `from` on with `count` beats of memory; what lies beyond its end is 0. */
export function loadBeats(words: MemoryWords, memory: Pick<MemorySpec, 'axiBytes'>, place: BeatPlace, beats: MemoryWords, from: number, count: number): void {
  eachBeat(memory, place, count, (i, index, shift) => {
    const low = (words[index] as number) >>> shift;
    beats[from + i] = (shift > 8 ? low | ((words[index + 1] as number) << (32 - shift)) : low) & BEAT_MASK;
  });
}

/** Writes `count` of `beats` from `from` on; what lies beside them in their memory words stays. */
export function storeBeats(words: MemoryWords, memory: Pick<MemorySpec, 'axiBytes'>, place: BeatPlace, beats: MemoryWords, from: number, count: number): void {
  eachBeat(memory, place, count, (i, index, shift) => {
    const beat = (beats[from + i] as number) & BEAT_MASK;
    words[index] = ((words[index] as number) & ~(BEAT_MASK << shift)) | (beat << shift);
    if (shift > 8) words[index + 1] = ((words[index + 1] as number) & ~(BEAT_MASK >>> (32 - shift))) | (beat >>> (32 - shift));
  });
}

/** Where each of `count` beats lies: its lowest bit is bit `shift` of word `index`, and its highest is in the next word where `shift` is above 8. */
function eachBeat({ axiBytes }: Pick<MemorySpec, 'axiBytes'>, { at, skip }: BeatPlace, count: number, visit: (i: number, index: number, shift: number) => void): void {
  const perWord = wordBeats({ axiBytes });
  const step = axiBytes / 4;
  let lane = skip % perWord;
  let word = at + Math.floor(skip / perWord) * step;
  for (let i = 0; i < count; i++) {
    const bit = BEAT_BITS * lane;
    visit(i, word + (bit >>> 5), bit & 31);
    if (++lane < perWord) continue;
    lane = 0;
    word += step;
  }
}
