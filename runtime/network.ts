// A network ready to run, from a model file (compiled now) or from an output folder of `nfc compile` (as it was compiled).
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Compilation, type Quantized, quantizeGraph } from '../compiler/compile.ts';
import type { FloatGraph, Params } from '../compiler/ir/float-graph.ts';
import type { IntegerGraph } from '../compiler/ir/integer-graph.ts';
import type { HostTail } from '../compiler/ir/split-host.ts';
import { type Program, PROGRAM_VERSION } from '../compiler/program/program.ts';
import type { Target } from '../compiler/target/target.ts';
import { findTarget } from '../compiler/target/targets.ts';
import type { Diagnostic } from '../compiler/source/diagnostic.ts';
import { FileFormatError } from './file-format-error.ts';
import { scheduleTimed } from './frame-time.ts';
import { type InputShape, readFrames, realsOfFrame } from './frames.ts';
import { readGraphJson, readTailJson } from './graph-json.ts';
import { loadModel, type LoadedModel } from './load-model.ts';
import { loadParams, type ParamForm } from './load-params.ts';
import { loadTarget } from './load-target.ts';
import { UsageError } from './usage-error.ts';

export interface Network {
  readonly program: Program;
  readonly integer: IntegerGraph;
  /** What the host does with the outputs; null where nothing. */
  readonly tail: HostTail | null;
}

export interface CompiledModel extends Compilation {
  readonly params: Params;
  readonly warnings: readonly Diagnostic[];
}

/** A model without a schedule, and the target that was asked for. */
export interface QuantizedModel extends Quantized {
  readonly params: Params;
  readonly warnings: readonly Diagnostic[];
  readonly target: Target;
}

export interface CompileRequest {
  readonly model: string;
  /** Name or file; the default target where it is not given. */
  readonly target: string | undefined;
  /** Safetensors file that every layer takes its numbers from, in place of what the model says. */
  readonly weights?: string | undefined;
  readonly calibrate: readonly string[];
  readonly sources: Map<string, string>;
}

export const DEFAULT_TARGET = 'sim-2x2';

/** Compiles a model file. Throws ModelError, UsageError, FileFormatError, or the system's own errors. */
export async function compileFile(request: CompileRequest): Promise<CompiledModel> {
  const { target, ...quantized } = await quantizeFile(request);
  return { ...quantized, program: scheduleTimed(quantized.integer, target) };
}

/** Quantizes a model file. Throws as compileFile does. */
export async function quantizeFile(request: CompileRequest): Promise<QuantizedModel> {
  if (statSync(request.model).isDirectory()) throw new UsageError(`${request.model} is a folder, a model file is needed`, 'name the .nf file');
  const target = loadTarget(request.target ?? DEFAULT_TARGET, request.sources);
  const { graph, params, warnings } = loadModelWithParams(request);
  const inputs = floatInputs(graph);
  const frames = request.calibrate.length === 0 ? [] : readFrames(inputs, request.calibrate).frames.map((frame) => realsOfFrame(inputs, frame));
  return { ...(await quantizeGraph({ graph, params, frames })), params, warnings, target };
}

/** Model and numbers of a request, nothing quantized. Throws as compileFile does. */
export function loadModelWithParams({ model, weights, sources }: Pick<CompileRequest, 'model' | 'weights' | 'sources'>, form: ParamForm = 'integer'): LoadedModel & { readonly params: Params } {
  const { graph, warnings } = loadModel(model, sources);
  if (weights === undefined) return { graph, warnings, params: loadParams(graph, dirname(model), form) };
  const changed = withWeightsFile(graph, weights);
  return { graph: changed, warnings, params: loadParams(changed, '.', form) };
}

/** The graph with all its numbers from one file, whose path is relative to the working folder. Throws the system's error where there is none. */
function withWeightsFile(graph: FloatGraph, path: string): FloatGraph {
  accessSync(path, constants.R_OK);
  const source = { kind: 'file', path } as const;
  return { ...graph, nodes: graph.nodes.map((node) => ('params' in node ? { ...node, params: { ...node.params, source } } : node)) };
}

/** The inputs of a network as it is written. */
export const floatInputs = (graph: FloatGraph): InputShape[] =>
  graph.nodes.flatMap((node) => (node.kind === 'input' ? [{ name: node.name, shape: node.shape, format: node.format }] : []));

/** A model file is compiled, a folder is read. */
export async function loadNetwork(request: CompileRequest): Promise<Network> {
  if (!statSync(request.model).isDirectory()) return compileFile(request);
  if (request.weights !== undefined) throw new UsageError(`${request.model} was compiled with its weights already`, 'leave out --weights, or name the model file');
  if (request.target !== undefined) throw new UsageError(`${request.model} was compiled for a target already`, 'leave out --target, or name the model file');
  return readNetwork(request.model);
}

/** Reads what `nfc compile` wrote. Throws FileFormatError where the folder is not one of its. */
export function readNetwork(folder: string): Network {
  const programFile = join(folder, 'program.json');
  if (statSync(programFile, { throwIfNoEntry: false }) === undefined) {
    throw new UsageError(`${folder} has no program.json`, 'name a model file, or a folder that nfc compile wrote');
  }
  const graphFile = join(folder, 'graph.json');
  const hostFile = join(folder, 'host.json');
  return {
    program: readProgram(readFileSync(programFile, 'utf8'), programFile),
    integer: readGraphJson(readFileSync(graphFile, 'utf8'), graphFile),
    tail: existsSync(hostFile) ? readTailJson(readFileSync(hostFile, 'utf8'), hostFile) : null,
  };
}

function readProgram(text: string, fileName: string): Program {
  let program: Program;
  try {
    program = JSON.parse(text) as Program;
  } catch {
    throw new FileFormatError(fileName, 'is not valid JSON', 'compile the model again');
  }
  const version: unknown = program?.version;
  if (typeof version === 'number' && version !== PROGRAM_VERSION) {
    throw new FileFormatError(fileName, `is a program of version ${version}, and this nfc runs version ${PROGRAM_VERSION}`, 'compile the model again');
  }
  if (version !== PROGRAM_VERSION || !Array.isArray(program.phases) || !hasAllFields(program.target)) {
    throw new FileFormatError(fileName, 'is not a program of this version of nfc', 'compile the model again');
  }
  return program;
}

/** Whether a target has every number that this version of nfc asks of one. */
function hasAllFields(target: Target | undefined): boolean {
  const sample = findTarget(DEFAULT_TARGET);
  return target !== undefined && sample !== undefined && Object.keys(sample).every((key) => key in target)
    && Object.keys(sample.tile).every((key) => key in (target.tile ?? {})) && Object.keys(sample.memory).every((key) => key in (target.memory ?? {}));
}
