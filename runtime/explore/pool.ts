// Evaluates candidates on worker threads, or in this thread with one job. The network is sent to each worker once; a worker takes the
// next candidate when it has finished one, and results come back in the order of the candidates.
import { Worker } from 'node:worker_threads';
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import type { Target } from '../../compiler/target/target.ts';
import { evaluatePoint, type PointResult } from './point.ts';

export interface Pool {
  readonly evaluate: (targets: readonly Target[]) => Promise<PointResult[]>;
  readonly close: () => Promise<void>;
}

/** What a worker answers. */
export type Answer = { readonly result: PointResult } | { readonly error: string };

/** `onDone` is called after each candidate. */
export function openPool(integer: IntegerGraph, jobs: number, onDone: () => void): Pool {
  if (jobs <= 1) {
    const evaluate = async (targets: readonly Target[]): Promise<PointResult[]> => targets.map((target) => {
      const result = evaluatePoint(integer, target);
      onDone();
      return result;
    });
    return { evaluate, close: async () => undefined };
  }
  const workers = Array.from({ length: jobs }, () => new Worker(new URL('./worker.js', import.meta.url), { workerData: integer }));
  const ask = (worker: Worker, target: Target): Promise<PointResult> => new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      act();
    };
    const onMessage = (answer: Answer): void => settle(() => ('result' in answer ? resolve(answer.result) : reject(new Error(answer.error))));
    const onError = (error: Error): void => settle(() => reject(error));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(target);
  });
  return {
    evaluate: async (targets) => {
      const results: PointResult[] = [];
      let at = 0;
      await Promise.all(workers.map(async (worker) => {
        while (at < targets.length) {
          const index = at++;
          results[index] = await ask(worker, targets[index] ?? bug('a candidate is missing'));
          onDone();
        }
      }));
      return results;
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
