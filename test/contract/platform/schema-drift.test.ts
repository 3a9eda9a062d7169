import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../support/database.ts';

const run = promisify(execFile);

test('the migrations make exactly the tables that the Prisma schema declares', async () => {
  const databaseUrl = await freshDatabase();
  const args = ['migrate', 'diff', '--from-config-datasource', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
  const { stdout } = await run(path.resolve('node_modules/.bin/prisma'), args, {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  expect(stdout).toContain('No difference detected');
});
