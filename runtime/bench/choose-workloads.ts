// Which rows a bench has: the workloads named on the command line (all without names), each on its own targets or on those given.
import { listNames, nearestName } from '../../compiler/source/suggest.ts';
import { loadTarget } from '../load-target.ts';
import { UsageError } from '../usage-error.ts';
import type { BenchJob } from './bench-row.ts';
import { NEUFLOW_GROUP, suite, type Workload } from './suite.ts';

/** Rows in the order of the suite. Throws UsageError for unknown workloads and targets, ModelError for a faulty target file. */
export function chooseJobs(names: readonly string[], targets: readonly string[], sources: Map<string, string>): BenchJob[] {
  for (const target of targets) loadTarget(target, sources);
  const wanted = new Set(names.flatMap(workloadNames));
  const chosen = suite.filter((workload) => names.length === 0 || wanted.has(workload.name));
  return chosen.flatMap((workload: Workload) => [...new Set(targets.length === 0 ? workload.targets : targets)].map((target) => ({ workload, target })));
}

function workloadNames(name: string): string[] {
  if (name === NEUFLOW_GROUP) return suite.flatMap((workload) => (workload.version === null ? [] : [workload.name]));
  if (suite.some((workload) => workload.name === name)) return [name];
  const known = [NEUFLOW_GROUP, ...suite.map((workload) => workload.name)];
  const near = nearestName(name, known);
  throw new UsageError(`there is no workload ${name}`, near === undefined ? `the workloads are ${listNames(known)}` : `did you mean ${near}? nfc bench without names runs them all`);
}
