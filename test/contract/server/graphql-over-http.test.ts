import { serverAudits } from 'graphql-http';
import { expect, test } from 'vitest';
import { library } from './harness.ts';

test('the public audit of GraphQL over HTTP finds nothing to complain about', async () => {
  const { url } = await library();
  const results = await Promise.all(serverAudits({ url: `${url}/graphql` }).map((audit) => audit.fn()));
  expect(results.length).toBeGreaterThan(50);
  expect(results.filter((result) => result.status !== 'ok')).toEqual([]);
});
