import { expect, test } from 'vitest';
import { serving } from './serving.ts';

const { ask, platform } = serving();
const explain = { prefer: 'return=explain' };

test('a route explains its operation, its variables, its access and its cost, and runs nothing', async () => {
  const token = await platform().tokenFor('VIEWER');
  const { status, json, headers } = await ask('/v1/agents/payer', { headers: explain, token });
  expect(status).toBe(200);
  expect(headers.get('preference-applied')).toBe('return=explain');
  expect(json).toMatchObject({
    operation: { name: 'GetAgent', kind: 'query', file: 'test.graphql' },
    variables: { name: 'payer' },
    access: {
      viewer: { role: 'VIEWER' },
      actions: [
        { action: 'RESOURCE_READ', allowed: true },
        { action: 'RESOURCE_WRITE', allowed: false, reason: expect.any(String) },
      ],
    },
    cost: { depth: expect.any(Number), breadth: expect.any(Number), complexity: expect.any(Number) },
    wire: 'JSON',
    status: 200,
  });
  await ask('/v1/agents/payer', { method: 'DELETE', headers: explain });
  expect((await ask('/v1/agents/payer')).status).toBe(200);
});

test('what does not fit is told before anything is explained', async () => {
  expect((await ask('/v1/agents?limit=x', { headers: explain })).status).toBe(400);
  expect((await ask('/v1/agents', { headers: explain, token: null })).status).toBe(401);
});
