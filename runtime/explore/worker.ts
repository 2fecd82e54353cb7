// A worker of the pool: holds the network and evaluates the targets that it is sent, one at a time.
import { parentPort, workerData } from 'node:worker_threads';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Target } from '../../compiler/target/target.ts';
import { evaluatePoint } from './point.ts';
import type { Answer } from './pool.ts';

parentPort?.on('message', (target: Target) => parentPort?.postMessage(answer(target)));

function answer(target: Target): Answer {
  try {
    return { result: evaluatePoint(workerData as IntegerGraph, target) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
