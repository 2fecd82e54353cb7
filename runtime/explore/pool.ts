// Evaluates candidates on worker threads, or in this thread with one job.
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Target } from '../../compiler/target/target.ts';
import { openAlone, openWorkers, type Pool } from '../worker-pool.ts';
import { evaluatePoint, type PointResult } from './point.ts';

/** `onDone` is called after each candidate. */
export const openPool = (integer: IntegerGraph, jobs: number, onDone: () => void): Pool<Target, PointResult> =>
  (jobs <= 1
    ? openAlone((target) => evaluatePoint(integer, target), onDone)
    : openWorkers(new URL('./worker.js', import.meta.url), integer, jobs, onDone));
