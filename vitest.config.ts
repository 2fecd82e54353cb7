// Test run: two processes, for two hardware models are all that a small machine builds at a time. Each runs its files one after another without
// starting anew, so that what Node has compiled of Verilator and clang, which are WebAssembly, serves every model: the first
// that a process builds costs half as much again as the next.
import { defineConfig } from 'vitest/config';
import { builtModules } from './test/support/built-modules.ts';

export default defineConfig({
  plugins: [builtModules],
  test: {
    server: { deps: { external: [/\/dist\//] } },
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
