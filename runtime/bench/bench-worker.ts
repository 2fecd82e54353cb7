// The thread that runs one row of `nfc bench`: reads its job, answers with the row, ends.
import { parentPort, workerData } from 'node:worker_threads';
import { type BenchJob, benchRow } from './bench-row.ts';

parentPort?.postMessage(await benchRow(workerData as BenchJob));
