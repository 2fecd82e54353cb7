// One run of a model: an AXI memory behind it, an AXI4-Lite master in front of it, its probes watched.
// Every cycle: memory and master show their outputs, the design settles with the clock low, handshakes are taken, the
// clock rises. A native model runs the same bench in C++ (native/bench.cpp) and gives the same result.
import { createAxiLiteMaster } from './axi-lite.ts';
import { type AxiMemory, createAxiMemory } from './axi-memory.ts';
import { type BenchOptions, type BenchResult, checkBenchOptions, type BenchStep, type ProbeBeats, type StepResult, type WriteBeat } from './bench-types.ts';
import { type Model, portOf, reset } from './model.ts';
import { appendWords, createWordLog, type WordLog } from './word-log.ts';

export const INITIAL_RESET_CYCLES = 4;
const PROBE_BYTES = 3;

/** A model under test that stays as it is between its runs. */
export interface BenchSession {
  /** Carries out steps, one after the other, for at most so many cycles more. Throws what the design's own $fatal says. */
  readonly run: (steps: readonly BenchStep[], maxCycles: number) => SessionRun;
  readonly memory: AxiMemory;
  readonly gos: readonly number[];
  readonly probes: () => ProbeBeats[];
  /** Cycles so far. */
  readonly now: () => number;
}

export interface SessionRun {
  /** One per finished step. */
  readonly steps: readonly StepResult[];
  /** False where the cycles were over before the steps; a step that was begun is given up. */
  readonly isDone: boolean;
}

export interface SessionOptions extends Pick<BenchOptions, 'memory' | 'image' | 'base' | 'logWrites'> {
  /** Keep gos and the beats of all probes, whose logs grow with every cycle. */
  readonly logProbes: boolean;
  /** Sees the settled ports of every cycle outside reset. */
  readonly watch?: (cycle: number) => void;
}

/** Resets the model. Throws for ports that do not fit. */
export function openSession(model: Model, options: SessionOptions): BenchSession {
  checkBenchOptions(options);
  const { memory: config, image, base } = options;
  const memory = createAxiMemory(model, config, image, base, options.logWrites === true);
  const clock = portOf(model, 'clk_i').view;
  const resetN = portOf(model, 'rst_ni').view;
  const probe = options.logProbes ? bindProbes(model) : undefined;
  const go = options.logProbes ? model.ports.get('probe_go_o')?.view : undefined;
  const gos: number[] = [];
  const evaluate = model.evaluate;
  let now = 0;
  const run = (steps: readonly BenchStep[], maxCycles: number): SessionRun => {
    const master = createAxiLiteMaster(model, steps, config.stalls, memory.violations, now);
    const end = now + maxCycles;
    try {
      for (; now < end && !master.isDone(); now++) {
        const isResetting = master.isResetting();
        resetN[0] = isResetting ? 0 : 1;
        master.present();
        if (isResetting) memory.reset();
        else memory.present(now);
        clock[0] = 0;
        evaluate();
        master.advance(now);
        if (!isResetting) {
          memory.advance(now);
          probe?.watch(now);
          options.watch?.(now);
          if (go?.[0] === 1) gos.push(now);
        }
        clock[0] = 1;
        evaluate();
      }
    } catch (error) {
      throw model.explain(error);
    }
    return { steps: master.results, isDone: master.isDone() };
  };
  reset(model, INITIAL_RESET_CYCLES);
  return {
    run, memory, gos,
    probes: () => (probe === undefined ? [] : splitProbes(probe.log.words.subarray(0, probe.log.length), probe.tiles)),
    now: () => now,
  };
}

/** Runs all steps, or up to maxCycles. Throws what the design's own $fatal says, or for ports that do not fit. */
export function runBench(model: Model, options: BenchOptions, watch?: (cycle: number) => void): BenchResult {
  const session = openSession(model, { ...options, logProbes: true, ...(watch === undefined ? {} : { watch }) });
  const { memory } = session;
  const { steps, isDone } = session.run(options.steps, options.maxCycles);
  return {
    cycles: session.now(),
    timedOut: !isDone,
    steps,
    gos: Uint32Array.from(session.gos),
    probes: session.probes(),
    writes: memory.writes === undefined ? [] : listWrites(memory, options.memory.bytesPerBeat),
    memory: memory.bytes,
    errors: memory.violations.texts,
    errorCount: memory.violations.count,
  };
}

interface Probes {
  readonly tiles: number;
  readonly watch: (now: number) => void;
  /** Per beat: cycle, and tile * 2^24 + value. */
  readonly log: WordLog;
}

/** The probe ports, where the design has them: one valid bit and one 24-bit beat per tile. */
function bindProbes(model: Model): Probes | undefined {
  const valid = model.ports.get('probe_valid_o');
  if (valid === undefined) return undefined;
  const tiles = valid.widthBits;
  const data = portOf(model, 'probe_data_o');
  if (data.widthBits !== 8 * PROBE_BYTES * tiles) {
    throw new Error(`probe_data_o has ${data.widthBits} bits; ${tiles} tiles need ${8 * PROBE_BYTES * tiles}`);
  }
  const validBytes = valid.bytes;
  const bytes = data.bytes;
  const log = createWordLog();
  const watch = (now: number): void => {
    for (let index = 0; index < validBytes.length; index++) {
      let bits = validBytes[index] as number;
      while (bits !== 0) {
        const tile = 8 * index + 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const first = PROBE_BYTES * tile;
        const value = (bytes[first] as number) | ((bytes[first + 1] as number) << 8) | ((bytes[first + 2] as number) << 16);
        appendWords(log, now, value, tile);
      }
    }
  };
  return { tiles, watch, log };
}

/** Words in threes (cycle, value, tile) to one list per tile. */
export function splitProbes(words: Uint32Array, tiles: number): ProbeBeats[] {
  const cycles: number[][] = Array.from({ length: tiles }, () => []);
  const values: number[][] = Array.from({ length: tiles }, () => []);
  for (let index = 0; index < words.length; index += 3) {
    const tile = words[index + 2] as number;
    cycles[tile]?.push(words[index] as number);
    values[tile]?.push(words[index + 1] as number);
  }
  return cycles.map((list, tile) => ({ cycles: Uint32Array.from(list), values: Uint32Array.from(values[tile] ?? []) }));
}

/** Words per beat: cycle, port, address, strobe, then the data. */
export function splitWrites(words: Uint32Array, bytesPerBeat: number): WriteBeat[] {
  const size = 4 + bytesPerBeat / 4;
  const beats: WriteBeat[] = [];
  for (let index = 0; index < words.length; index += size) {
    const [cycle, port, address, strobe] = words.subarray(index, index + 4) as unknown as [number, number, number, number];
    const data = new Uint8Array(words.slice(index + 4, index + size).buffer);
    beats.push({ cycle, port, address, data, strobe });
  }
  return beats;
}

function listWrites(memory: AxiMemory, bytesPerBeat: number): WriteBeat[] {
  const log = memory.writes as WordLog;
  return splitWrites(log.words.subarray(0, log.length), bytesPerBeat);
}
