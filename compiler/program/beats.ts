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
  const { perWord, step, first } = stepsOf(memory, place);
  let { lane, word } = first;
  for (let i = 0; i < count; i++) {
    const bit = BEAT_BITS * lane;
    const index = word + (bit >>> 5);
    const shift = bit & 31;
    const low = (words[index] as number) >>> shift;
    beats[from + i] = (shift > 8 ? low | ((words[index + 1] as number) << (32 - shift)) : low) & BEAT_MASK;
    if (++lane < perWord) continue;
    lane = 0;
    word += step;
  }
}

/** Writes `count` of `beats` from `from` on; what lies beside them in their memory words stays. */
export function storeBeats(words: MemoryWords, memory: Pick<MemorySpec, 'axiBytes'>, place: BeatPlace, beats: MemoryWords, from: number, count: number): void {
  const { perWord, step, first } = stepsOf(memory, place);
  let { lane, word } = first;
  let i = 0;
  if (lane === 0) {
    i = perWord === 2 ? storePairs(words, word, beats, from, count) : perWord === 5 ? storeFives(words, word, beats, from, count) : 0;
    word += (i / perWord) * step;
  }
  for (; i < count; i++) {
    const beat = (beats[from + i] as number) & BEAT_MASK;
    const bit = BEAT_BITS * lane;
    const index = word + (bit >>> 5);
    const shift = bit & 31;
    words[index] = ((words[index] as number) & ~(BEAT_MASK << shift)) | (beat << shift);
    if (shift > 8) words[index + 1] = ((words[index + 1] as number) & ~(BEAT_MASK >>> (32 - shift))) | (beat >>> (32 - shift));
    if (++lane < perWord) continue;
    lane = 0;
    word += step;
  }
}

/** Whole memory words of 8 bytes; the beats written. */
function storePairs(words: MemoryWords, at: number, beats: MemoryWords, from: number, count: number): number {
  const whole = count - (count % 2);
  for (let i = from, word = at; i < from + whole; i += 2, word += 2) {
    const b = (beats[i + 1] as number) & BEAT_MASK;
    words[word] = ((beats[i] as number) & BEAT_MASK) | (b << 24);
    words[word + 1] = ((words[word + 1] as number) & ~(BEAT_MASK >>> 8)) | (b >>> 8);
  }
  return whole;
}

/** Whole memory words of 16 bytes; the beats written. */
function storeFives(words: MemoryWords, at: number, beats: MemoryWords, from: number, count: number): number {
  const whole = count - (count % 5);
  for (let i = from, word = at; i < from + whole; i += 5, word += 4) {
    const b = (beats[i + 1] as number) & BEAT_MASK;
    const c = (beats[i + 2] as number) & BEAT_MASK;
    words[word] = ((beats[i] as number) & BEAT_MASK) | (b << 24);
    words[word + 1] = (b >>> 8) | (c << 16);
    words[word + 2] = (c >>> 16) | ((beats[i + 3] as number) << 8);
    words[word + 3] = ((words[word + 3] as number) & ~BEAT_MASK) | ((beats[i + 4] as number) & BEAT_MASK);
  }
  return whole;
}

/** Beats and 32-bit words of a memory word, and where the first beat lies: its lowest bit is bit 24 * lane of the memory word at `word`. */
function stepsOf({ axiBytes }: Pick<MemorySpec, 'axiBytes'>, { at, skip }: BeatPlace) {
  const perWord = wordBeats({ axiBytes });
  const step = axiBytes / 4;
  return { perWord, step, first: { lane: skip % perWord, word: at + Math.floor(skip / perWord) * step } };
}
