import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, harness } from '../../support/harness.ts';

let h: Harness;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  h = await harness({ stopWith: (stop) => stops.push(stop) });
});
afterAll(() => Promise.all(stops.map((stop) => stop())));

const query = '{ capabilities { id enabled description source } }';

test('whoever is signed in is told what the deployment can do, and that it cannot do what it cannot', async () => {
  const { data } = await h.graphql<{ capabilities: { id: string; enabled: boolean }[] }>(
    query,
    {},
    { token: await h.tokenFor('VIEWER') },
  );
  const enabled = Object.fromEntries(data.capabilities.map((capability) => [capability.id, capability.enabled]));
  expect(Object.keys(enabled)).toHaveLength(data.capabilities.length);
  expect(enabled).toMatchObject({
    'core.api.crud': true,
    'core.runtime.sequential': true,
    'core.runtime.message_driven': false,
    'core.governance.agent_roles': true,
    'core.ui.baseline': false,
    'core.self_host': true,
    'orrery.watch': true,
    // The test's database is one of DATABASE_URL, which other processes may share.
    'orrery.many_processes': true,
    'orrery.redis': false,
  });
});

test('nobody else is told', async () => {
  const { errors } = await h.graphql(query, {}, { token: null });
  expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
});
