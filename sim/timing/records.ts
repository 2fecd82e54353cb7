// The registers of every phase as flat records: a tile's, a channel's. Record 0 of each kind is all off. Refuses channels without beats.
import type { ChannelConfig, Program, TileConfig } from '../../compiler/program/program.ts';
import { type Target, wordBeats } from '../../compiler/target/target.ts';
import { SimulationError } from '../errors.ts';
import { ACTIVITY, CHANNEL, CONFIG, D, K } from './layout.ts';
import { groupPassesOf } from './pass-memory.ts';

/** `framesPerGo`: all frames of the run in streaming mode, else one. */
export function buildRecords(program: Program, framesPerGo: number) {
  const { target } = program;
  const configs: number[] = new Array<number>(CONFIG).fill(0);
  const channels: number[] = new Array<number>(CHANNEL).fill(0);
  const groupPasses: number[] = [];
  const passes = groupPassesOf(program);
  const phaseTiles: Int32Array[] = [];
  const phaseReads: Int32Array[] = [];
  const phaseWrites: Int32Array[] = [];
  const channelRecords = (list: readonly (ChannelConfig | null)[]): Int32Array =>
    Int32Array.from({ length: target.edgeStreams }, (_, i) => {
      const channel = list[i];
      if (!channel) return 0;
      channels.push(...channelRecord(channel, wordBeats(target.memory)));
      return channels.length - CHANNEL;
    });
  program.phases.forEach((phase, index) => {
    const tiles = new Int32Array(target.rows * target.cols);
    for (const tile of phase.tiles) {
      const place = tile.row * target.cols + tile.col;
      const list = tile.sequencer ? (passes[index]?.[place] ?? []) : [];
      tiles[place] = configs.length;
      configs.push(...tileRecord(tile, target, framesPerGo, groupPasses.length, (configs.length / CONFIG) * ACTIVITY));
      groupPasses.push(...list);
    }
    phaseTiles.push(tiles);
    phaseReads.push(channelRecords(phase.reads));
    phaseWrites.push(channelRecords(phase.writes));
  });
  return {
    configs: Int32Array.from(configs), channels: Int32Array.from(channels), groupPasses: Int32Array.from(groupPasses), phaseTiles, phaseReads, phaseWrites,
  };
}

function channelRecord(channel: ChannelConfig, perWord: number): number[] {
  const record = new Array<number>(CHANNEL).fill(0);
  if (channel.runBeats < 1 || channel.runs < 1) {
    throw new SimulationError('program', `the channel of tensor ${channel.tensor} has ${channel.runs} runs of ${channel.runBeats} beats; both must be at least 1`);
  }
  if (channel.skip < 0 || channel.skip >= perWord) {
    throw new SimulationError('program', `the channel of tensor ${channel.tensor} skips ${channel.skip} beats; a memory word holds ${perWord}`);
  }
  record[D.base] = channel.base | 0;
  record[D.runBeats] = channel.runBeats;
  record[D.runWords] = Math.ceil((channel.skip + channel.runBeats) / perWord);
  record[D.runs] = channel.runs;
  record[D.stride] = channel.runStride | 0;
  record[D.shift] = channel.frameShift;
  record[D.perFrame] = Number(channel.perFrame);
  record[D.skip] = channel.skip;
  return record;
}

function tileRecord(tile: TileConfig, target: Target, framesPerGo: number, passesAt: number, activityAt: number): number[] {
  const record = new Array<number>(CONFIG).fill(0);
  const { routes, writer, sequencer, epilogue, merge } = tile;
  [routes.n, routes.e, routes.s, routes.w, routes.a, routes.b].forEach((source, destination) => {
    if (source > 0) record[K.destinations + source - 1] = (record[K.destinations + source - 1] as number) | (1 << destination);
  });
  if (writer) {
    record[K.writer] = 1;
    record[K.rowBeats] = writer.counts.reduce((product, count) => product * count, 1);
    record[K.rows] = writer.rows;
    record[K.ring] = writer.ring;
  }
  if (sequencer) {
    const window = sequencer.pv * sequencer.ph;
    record[K.sequencer] = 1;
    record[K.outputRows] = sequencer.outputRows;
    record[K.groups] = sequencer.groups;
    record[K.planes] = sequencer.digitPlanes;
    record[K.firstBase] = sequencer.firstBase;
    record[K.rowStep] = sequencer.rowStep;
    record[K.span] = sequencer.span;
    record[K.chunks] = sequencer.chunks;
    record[K.pixels] = sequencer.chunkX * window;
    record[K.lastPixels] = sequencer.lastChunkX * window;
    record[K.passes] = passesAt;
    record[K.window] = window;
    record[K.visitPixels] = (sequencer.chunkOuter ? sequencer.chunkX : (sequencer.chunks - 1) * sequencer.chunkX + sequencer.lastChunkX) * window;
    record[K.chunkOuter] = Number(sequencer.chunkOuter);
  }
  if (epilogue) {
    const raw = epilogue.mode === 'raw';
    record[K.raw] = Number(raw);
    record[K.neurons] = target.tile.neurons;
    record[K.lastNeurons] = epilogue.lastNeurons;
    record[K.items] = raw ? target.tile.neurons : (epilogue.halves * 8) / target.tile.epilogueLanes;
    record[K.lastItems] = raw ? epilogue.lastNeurons + Number(epilogue.argmax) : (epilogue.halves * 8) / target.tile.epilogueLanes;
    record[K.silentItems] = epilogue.sums === undefined ? 0 : ((epilogue.halves - epilogue.sums.kept) * 8) / target.tile.epilogueLanes;
    record[K.rawEmit] = Number(epilogue.rawEmit);
    record[K.argmax] = Number(epilogue.argmax);
  }
  if (merge) {
    record[K.merge] = 1;
    record[K.rounds] = merge.rounds;
    record[K.upstream] = merge.upstream;
    record[K.own] = merge.own;
    record[K.tailUpstream] = merge.tailUpstream;
    record[K.tailOwn] = merge.tailOwn;
  }
  record[K.frames] = framesPerGo;
  record[K.activity] = activityAt;
  return record;
}
