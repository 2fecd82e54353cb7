// A thread of the training pool: holds the network and computes its share of each batch.
import { parentPort, workerData } from 'node:worker_threads';
import { bug } from '../../compiler/source/diagnostic.ts';
import { openShard, type SharedNumbers } from './shard.ts';
import type { TrainAnswer, TrainRequest, TrainStart } from './train-pool.ts';

const { shared, plan } = workerData as TrainStart;
const port = parentPort ?? bug('a training worker without a parent');
const runner = await openShard(shared as SharedNumbers, plan);
port.on('message', (request: TrainRequest) => {
  if ('plan' in request) runner.setPlan(request.plan);
  else port.postMessage(answer(request));
});

function answer(request: Extract<TrainRequest, { task: unknown }>): TrainAnswer {
  try {
    return { result: runner.run(request.task) };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
