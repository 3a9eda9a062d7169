import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql ships ESM and CommonJS; two copies of it in one process do not recognise each other's schemas.
  resolve: { alias: { graphql: 'graphql/index.js' } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
