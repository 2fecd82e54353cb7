// Figures for people from a timing run: frame rate, utilization, and the same per layer. Useful trit-lane slots of a layer are
// its multiply-adds times its trit planes times the digit planes of its input: what it would take with every lane used in every
// slot. All slots are tiles * lanes * neurons * cycles, of the whole grid for the network, of its own tiles for a layer.
import type { Program } from '../compiler/program/program.ts';
import { lanesOf } from '../compiler/target/target.ts';
import type { TileActivity, TimingResult } from './timing.ts';
import { forEachPhase, passGroups } from './values/tile-memory.ts';

export interface LayerStats {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly phases: readonly number[];
  readonly tiles: number;
  readonly macs: number;
  /** Cycles per frame that the layer holds its tiles: those of its phases, or the frame interval where all layers stream. */
  readonly cycles: number;
  /** Slots per frame that its busiest tile executes. */
  readonly busyCycles: number;
  readonly utilization: number;
  readonly gops: number;
  /** Tile cycles per frame in which a sequencer waited, by cause, over all its tiles. */
  readonly stalls: { readonly input: number; readonly weights: number; readonly drain: number; readonly downstream: number };
}

export interface SimulationStats {
  readonly frames: number;
  readonly cycles: number;
  readonly latencyCycles: number;
  readonly totalCycles: number;
  readonly clockMHz: number;
  readonly fps: number;
  readonly macsPerFrame: number;
  readonly gops: number;
  readonly utilization: number;
  /** Cycles per frame of each phase. */
  readonly phases: readonly { readonly layers: readonly string[]; readonly cycles: number }[];
  readonly layers: readonly LayerStats[];
}

/** Summarizes a run of `timing.frames` frames. */
export function summarize(program: Program, timing: TimingResult): SimulationStats {
  const { target } = program;
  const perTile = lanesOf(target.tile) * target.tile.neurons;
  const perSecond = target.clockMHz * 1e6;
  const cycles = timing.intervalCycles;
  const phaseCycles = timing.phaseCycles.map((sum) => (program.phases.length === 1 ? cycles : sum / timing.frames));
  const planes = planesPerLayer(program);
  let useful = 0;
  const layers = program.layers.map((layer): LayerStats => {
    const tiles = timing.tiles.filter((tile) => tile.layer === layer.id);
    const perFrame = (pick: (tile: TileActivity) => number): number => tiles.reduce((sum, tile) => sum + pick(tile), 0) / timing.frames;
    const held = layer.phases.reduce((sum, phase) => sum + (phaseCycles[phase] ?? 0), 0);
    const slots = Math.min(layer.macs * (planes.get(layer.id) ?? 1), perFrame((tile) => tile.pixelSlots) * perTile);
    useful += slots;
    const tileCycles = new Set(tiles.map((tile) => `${tile.row},${tile.col}`)).size * held;
    return {
      id: layer.id, name: layer.name, kind: layer.kind, phases: layer.phases, tiles: layer.tiles, macs: layer.macs, cycles: held,
      busyCycles: Math.max(0, ...tiles.map((tile) => (tile.pixelSlots + tile.emptySlots) / timing.frames)),
      utilization: tileCycles > 0 ? slots / (tileCycles * perTile) : 0,
      gops: held > 0 ? (2 * layer.macs * perSecond) / held / 1e9 : 0,
      stalls: {
        input: perFrame((tile) => tile.stalls.input), weights: perFrame((tile) => tile.stalls.weights),
        drain: perFrame((tile) => tile.stalls.drain), downstream: perFrame((tile) => tile.stalls.downstream),
      },
    };
  });
  const fps = perSecond / cycles;
  return {
    frames: timing.frames, cycles, latencyCycles: timing.latencyCycles, totalCycles: timing.totalCycles, clockMHz: target.clockMHz, fps,
    macsPerFrame: program.macsPerFrame, gops: (2 * program.macsPerFrame * fps) / 1e9,
    utilization: useful / (target.rows * target.cols * perTile * cycles),
    phases: program.phases.map((phase, index) => ({ layers: phase.layers, cycles: phaseCycles[index] ?? 0 })),
    layers,
  };
}

/** Trit planes (mean over the neuron groups of its tiles) times digit planes, per layer. */
function planesPerLayer(program: Program): Map<string, number> {
  const { target } = program;
  const found = new Map<string, number[]>();
  forEachPhase(program, 1, (_frame, index, memories) => {
    for (const { row, col, layer, sequencer } of program.phases[index]?.tiles ?? []) {
      const memory = memories[row * target.cols + col];
      if (!layer || !sequencer || !memory) continue;
      for (const passes of passGroups(memory, sequencer.passBase, sequencer.groups, target.tile.passDepth) ?? []) {
        const planes = (1 + passes.filter((pass) => pass.triple).length) * sequencer.digitPlanes;
        found.set(layer, [...(found.get(layer) ?? []), planes]);
      }
    }
  });
  return new Map([...found].map(([layer, planes]) => [layer, planes.reduce((sum, count) => sum + count, 0) / planes.length]));
}
