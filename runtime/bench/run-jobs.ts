// Runs the rows of a bench on a pool of threads, one thread a row, so that a row that runs out of memory takes only itself down. Rows come
// back in the order of the jobs, whatever order they end in.
import { Worker } from 'node:worker_threads';
import { type BenchJob, lostRow, type TimedRow } from './bench-row.ts';

/** `onRow` hears of each row as it ends. Needs the compiled tree: threads load JavaScript. */
export async function runJobs(jobs: readonly BenchJob[], threads: number, onRow: (row: TimedRow) => void): Promise<TimedRow[]> {
  const rows: TimedRow[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < jobs.length; index = next++) {
      const row = await runInThread(jobs[index] as BenchJob);
      rows[index] = row;
      onRow(row);
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
  return rows;
}

function runInThread(job: BenchJob): Promise<TimedRow> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./bench-worker.js', import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', (error) => resolve(lostRow(job, error)));
    worker.once('exit', (code) => resolve(lostRow(job, new Error(`the thread ended with ${code} and no answer`))));
  });
}
