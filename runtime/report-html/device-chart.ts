// Resources of the grid against its device: what a synthesis or place-and-route said where its document is at hand, else the estimate.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { estimateResources } from '../../compiler/target/resources.ts';
import type { Target } from '../../compiler/target/target.ts';
import { FileFormatError } from '../file-format-error.ts';
import type { DeviceChart } from './chart-data.ts';
import { readJsonDocument } from './json-document.ts';

const KINDS = [['lut', 'LUT'], ['ff', 'registers'], ['bram36', 'block RAM (36 kbit)'], ['dsp', 'DSP']] as const;

export interface SynthesisFigures {
  readonly lut: number;
  readonly ff: number;
  readonly bram36: number;
  readonly dsp: number;
}

/** The document of `nfc synth --json`: the file asked for, or synth.json in the folder; null where there is none. Throws FileFormatError. */
export function readSynthesis(folder: string, file: string | undefined): SynthesisFigures | null {
  const path = file ?? join(folder, 'synth.json');
  if (file === undefined && !existsSync(path)) return null;
  const { lut, ff, bram36, dsp }: Partial<SynthesisFigures> = readJsonDocument(path) ?? {};
  if (typeof lut === 'number' && typeof ff === 'number' && typeof bram36 === 'number' && typeof dsp === 'number') return { lut, ff, bram36, dsp };
  throw new FileFormatError(path, 'is not the document of a synthesis', 'write it with nfc synth FOLDER --json');
}

/** Null where the target names no device; the estimate is in the page's table all the same. */
export function deviceChart(target: Target, synthesis: SynthesisFigures | null): DeviceChart | null {
  if (target.device === null) return null;
  const { device } = target;
  return { device: device.part, rows: resourceRows(target, synthesis).map(({ key, what, used, status }) => ({ what, used, available: device[key], status })) };
}

export function resourceRows(target: Target, synthesis: SynthesisFigures | null): { readonly key: keyof SynthesisFigures; readonly what: string; readonly used: number; readonly status: string }[] {
  const estimate = estimateResources(target);
  return KINDS.map(([key, what]) => ({ key, what, used: synthesis?.[key] ?? estimate[key], status: synthesis === null ? estimate.status[key] : 'synthesised' }));
}
