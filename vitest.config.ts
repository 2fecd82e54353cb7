// Test run: two processes, for two hardware models are all that a small machine builds at a time. Each runs its files one after another without
// starting anew, so that what Node has compiled of Verilator and clang, which are WebAssembly, serves every model: the first
// that a process builds costs half as much again as the next.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { builtModules } from './test/support/built-modules.ts';

/** The longest files, in an order in which the two processes seldom wait for the same hardware model, and neither is left with a long one at the end. */
const FIRST = [
  'trace/waves', 'e2e/operators', 'e2e/kept-maps', 'e2e/mutation', 'e2e/random-networks', 'hdl/grid/wide-tile', 'e2e/lenet5', 'cli/readme', 'hdl/grid/lint', 'cli/wrong-inputs',
  'explore/resources', 'report/report-page',
].map((name) => `/test/${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => FIRST.findIndex((name) => moduleId.endsWith(name)) + 1 || FIRST.length + 1;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  plugins: [builtModules],
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
