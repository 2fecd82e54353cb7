// Memory traffic of a frame in steady state, by layer: words that its channels move, and rows of DRAM that they open. Every channel is taken
// to keep a row of its own open (there are eight banks, seldom more streams), so a row is opened where addresses leave the last one.
import { encodeProgram } from '../../compiler/program/encode.ts';
import type { ChannelConfig, Phase, Program } from '../../compiler/program/program.ts';
import { wordBeats } from '../../compiler/target/target.ts';
import { traceStreams } from '../values/streams.ts';

export interface LayerTraffic {
  /** Null: configuration. */
  readonly layer: string | null;
  readonly readWords: number;
  readonly writeWords: number;
  readonly rows: number;
}

const ROW_BYTES = 2048;

/** One entry per channel and phase, and one for the configuration that comes with every frame. A read counts for the first layer that takes
 *  it, a write for the layer whose tile makes it. */
export function frameTraffic(program: Program): LayerTraffic[] {
  const { target } = program;
  const found = program.phases.flatMap((phase): LayerTraffic[] => {
    const streams = traceStreams(phase, target);
    const layerAt = (place: number): string | null => phase.tiles.find((tile) => tile.row * target.cols + tile.col === place)?.layer ?? null;
    const reader = (channel: number): string | null => {
      const taken = [...streams.a, ...streams.b].find(([, origin]) => origin?.kind === 'channel' && origin.index === channel);
      return taken ? layerAt(taken[0]) : lastLayer(phase);
    };
    const maker = (channel: number): string | null => {
      const origin = streams.writes[channel];
      return origin?.kind === 'tile' ? layerAt(origin.index) : lastLayer(phase);
    };
    return [
      ...phase.reads.flatMap((channel, index) => (channel ? [{ layer: reader(index), readWords: wordsOf(channel, program), writeWords: 0, rows: rowsOf(channel, program) }] : [])),
      ...phase.writes.flatMap((channel, index) => (channel ? [{ layer: maker(index), readWords: 0, writeWords: wordsOf(channel, program), rows: rowsOf(channel, program) }] : [])),
    ];
  });
  const configuration = loopWords(program);
  return [...found, { layer: null, readWords: configuration, writeWords: 0, rows: Math.ceil((configuration * target.memory.axiBytes) / ROW_BYTES) }];
}

const lastLayer = ({ layers }: Phase): string | null => layers[layers.length - 1] ?? null;

/** Memory words of configuration in every frame: with one phase it comes once, at the start. */
const loopWords = (program: Program): number => (program.phases.length > 1 ? (4 * encodeProgram(program).loop.length) / program.target.memory.axiBytes : 0);

const runWords = ({ skip, runBeats }: ChannelConfig, { target: { memory } }: Program): number => Math.ceil((skip + runBeats) / wordBeats(memory));

const wordsOf = (channel: ChannelConfig, program: Program): number => channel.runs * runWords(channel, program);

function rowsOf(channel: ChannelConfig, program: Program): number {
  const bytes = runWords(channel, program) * program.target.memory.axiBytes;
  let [rows, open] = [0, -1];
  for (let run = 0; run < channel.runs; run++) {
    const first = Math.floor((channel.base + run * channel.runStride) / ROW_BYTES);
    const last = Math.floor((channel.base + run * channel.runStride + bytes - 1) / ROW_BYTES);
    rows += last - first + (first === open ? 0 : 1);
    open = last;
  }
  return rows;
}
