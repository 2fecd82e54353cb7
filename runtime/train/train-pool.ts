// Spreads each batch over a fixed number of shards, and the shards over threads. The number of shards is part of what is computed (each has
// its own batch statistics, and gradients are added in their order); the number of threads only decides how long it takes.
import { Worker } from 'node:worker_threads';
import type { TrainPlan } from '../../compiler/train/network.ts';
import { bug } from '../../compiler/source/diagnostic.ts';
import { openShard, type ShardResult, type ShardTask, type SharedNumbers } from './shard.ts';

export interface TrainStart {
  readonly shared: SharedNumbers;
  readonly plan: TrainPlan;
}
export type TrainRequest = { readonly plan: TrainPlan } | { readonly task: ShardTask };
export type TrainAnswer = { readonly result: ShardResult } | { readonly error: string };

export interface TrainPool {
  readonly setPlan: (plan: TrainPlan) => void;
  /** Results in the order of the tasks, one task a shard. */
  readonly run: (tasks: readonly ShardTask[]) => Promise<ShardResult[]>;
  readonly close: () => Promise<void>;
}

export async function openTrainPool(start: TrainStart, jobs: number): Promise<TrainPool> {
  if (jobs <= 1) {
    const runner = await openShard(start.shared, start.plan);
    return { setPlan: runner.setPlan, run: async (tasks) => tasks.map(runner.run), close: async () => undefined };
  }
  const workers = Array.from({ length: jobs }, () => new Worker(new URL('./train-worker.js', import.meta.url), { workerData: start }));
  const ask = (worker: Worker, task: ShardTask): Promise<ShardResult> => new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      act();
    };
    const onMessage = (answer: TrainAnswer): void => settle(() => ('result' in answer ? resolve(answer.result) : reject(new Error(answer.error))));
    const onError = (error: Error): void => settle(() => reject(error));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage({ task });
  });
  return {
    setPlan: (plan) => { for (const worker of workers) worker.postMessage({ plan }); },
    run: async (tasks) => {
      const results: ShardResult[] = [];
      await Promise.all(workers.map(async (worker, at) => {
        for (let index = at; index < tasks.length; index += workers.length) results[index] = await ask(worker, tasks[index] ?? bug('a shard is missing'));
      }));
      return results;
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
