import { afterEach, expect, test } from 'vitest';
import { conventions } from '../../rest-compat/apis/index.ts';
import { demo } from '../../src/cli/demo.ts';
import { parseConfig } from '../../src/platform/config.ts';
import { allRoutes } from '../support/facade/documents.ts';
import { harness } from '../support/harness.ts';

afterEach(() => {
  process.exitCode = undefined;
});

test('a face that shows nothing is seen in the table and makes the demo fail', async () => {
  const routes = allRoutes().filter(({ id }) => id !== 'FabricStreamEvents');
  const h = await harness({ rest: { table: { routes }, conventions, documents: 'rest-compat/generated/openapi' } });
  const { hostname: HOST, port: PORT } = new URL(h.url);
  const lines: string[] = [];
  await demo((line) => lines.push(line), {
    terminal: {
      isInteractive: false,
      hasColor: false,
      columns: 100,
      write: () => undefined,
      ask: async () => undefined,
    },
    config: parseConfig({ HOST, PORT, ORRERY_ADMIN_TOKEN: h.adminToken }),
  });
  expect(process.exitCode).toBe(1);
  const text = lines.join('\n');
  expect(text).toContain('Result: succeeded');
  expect(text).toContain('The faces do not show the same events');
  expect(text).toMatch(/^ {2}ExecutionFinished( +✓){4} +missing$/m);
  expect(text).toMatch(/^ {2}Fabric: There is nothing at GET \/v1\/events\/stream\.$/m);
  expect(text).toMatch(/^ {2}✗ Fabric .*: nothing$/m);
});
