// A worker of the pool: holds the network and evaluates the targets that it is sent, one at a time.
import type { IntegerGraph } from '../../compiler/ir/integer-graph.ts';
import type { Target } from '../../compiler/target/target.ts';
import { serveQuestions } from '../worker-pool.ts';
import { evaluatePoint, type PointResult } from './point.ts';

serveQuestions<IntegerGraph, Target, PointResult>((integer) => (target) => evaluatePoint(integer, target));
