// The streams of the grid as the hardware model has them, in the form in which the simulator tells them (sim/waves.ts).
import type { Program } from '../../compiler/program/program.ts';
import type { Target } from '../../compiler/target/target.ts';
import { buildModel } from '../../hdl/cosim/build-model.ts';
import { type Model, portOf } from '../../hdl/cosim/model.ts';
import { runBench } from '../../hdl/cosim/testbench.ts';
import { emitWavesTop, WAVES_TOP } from '../../hdl/emit/emit-waves.ts';
import { cutLog, logStream, makeStreamLogs, type StreamLog, streamState, type Waves } from '../../sim/waves.ts';
import type { MemoryImage } from '../memory-image.ts';
import { modelBuild } from '../open-bench.ts';
import { runRtl } from '../run-rtl.ts';

export interface RtlWavesRequest {
  readonly program: Program;
  readonly image: MemoryImage;
  readonly frames: number;
  /** The run is given up after so many cycles. */
  readonly maxCycles: number;
  /** Changes after which the logs end. */
  readonly maxChanges: number;
  readonly onProgress: (text: string) => void;
  /** SystemVerilog of the grid. */
  readonly sources: ReadonlyMap<string, string>;
}

export interface RtlWaves extends Waves {
  /** Null where the run ended well. */
  readonly failure: string | null;
}

/** The grid of these sources within the top that shows its streams. */
export const wavesDesign = (target: Target, sources: ReadonlyMap<string, string>) => ({ sources: new Map([...sources, emitWavesTop(target)]), top: WAVES_TOP });

/** Builds the model with its streams at ports, or takes it from the cache, and runs it. Throws what the build says. */
export async function traceRtlWaves({ program, image, frames, maxCycles, maxChanges, onProgress, sources }: RtlWavesRequest): Promise<RtlWaves> {
  const model = await buildModel(modelBuild(wavesDesign(program.target, sources), onProgress));
  const logs = makeStreamLogs(program);
  const { record, zero, failure } = await runRtl({ program, image, frames, stalls: null, maxCycles }, (bench) => runBench(model, bench, watchStreams(model, logs, maxChanges)));
  // A run that was given up has no end of its own.
  const cycles = record.cycles >= 0 ? record.cycles : Math.max(0, ...logs.map((log) => (log.cycles.at(-1) ?? 0) + 1 - zero));
  return { logs: logs.map((log) => cutLog(log, zero, cycles)), gos: record.goCycles, cycles, isWhole: true, failure };
}

function watchStreams(model: Model, logs: readonly StreamLog[], maxChanges: number): (cycle: number) => void {
  const [valid, ready, data] = [portOf(model, 'wave_valid_o').bytes, portOf(model, 'wave_ready_o').bytes, portOf(model, 'wave_data_o').bytes];
  const hasBit = (bytes: Uint8Array, index: number): boolean => (((bytes[index >> 3] as number) >> (index & 7)) & 1) === 1;
  const at = (index: number): number => data[index] as number;
  let changes = 0;
  return (cycle) => {
    if (changes > maxChanges) return;
    logs.forEach((log, stream) => {
      const beat = at(3 * stream) | (at(3 * stream + 1) << 8) | (at(3 * stream + 2) << 16);
      if (logStream(log, cycle, streamState(hasBit(valid, stream), hasBit(ready, stream), beat))) changes++;
    });
  };
}
