// The slow sweep (`npm run sweep`): random networks on the exact RTL of real targets and of random ones. One process, because hardware models are large.
import { defineConfig } from 'vitest/config';
import { builtModules } from './test/support/built-modules.ts';

export default defineConfig({
  plugins: [builtModules],
  test: {
    include: ['test/sweep/**/*.sweep.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 7_200_000,
    hookTimeout: 1_200_000,
  },
});
