import { expect, test } from 'vitest';
import { harness } from '../../support/harness.ts';

const withoutWorker = { role: { api: true, worker: false } };

test('the viewer sees the organization, the teams and everything that the role may do', async () => {
  const { graphql, tokenFor } = await harness(withoutWorker);
  const made = await graphql<{ createTeam: { __typename: string; slug: string } }>(
    'mutation { createTeam(input: { slug: "on-call", name: "On call" }) { __typename ... on Team { slug organization { name } } } }',
  );
  expect(made.data.createTeam).toMatchObject({
    __typename: 'Team',
    slug: 'on-call',
    organization: { name: 'default' },
  });
  const query =
    '{ viewer { organization { id name } organizations { id } teams { slug } permissions } teams { slug } }';
  const admin = await graphql<{ viewer: { organization: { id: string }; permissions: string[] } }>(query);
  expect(admin.data).toMatchObject({
    viewer: { organization: { name: 'default' }, teams: [{ slug: 'on-call' }] },
    teams: [{ slug: 'on-call' }],
  });
  expect(admin.data.viewer.permissions).toContain('TEAM_WRITE');
  const viewer = await graphql<{ viewer: { teams: unknown[]; permissions: string[] } }>(
    query,
    {},
    {
      token: await tokenFor('VIEWER'),
    },
  );
  expect(viewer.data.viewer.teams).toEqual([]);
  expect(viewer.data.viewer.permissions).not.toContain('RESOURCE_WRITE');
});

test('a team needs a free slug, a good name and members that exist, and nothing is half done', async () => {
  const { graphql } = await harness(withoutWorker);
  const create = (input: string) =>
    graphql<{ createTeam: { __typename: string } }>(`mutation { createTeam(input: { ${input} }) { __typename } }`);
  await create('slug: "ops", name: "Ops"');
  expect((await create('slug: "ops", name: "Other"')).data.createTeam.__typename).toBe('NameTaken');
  expect((await create('slug: "Ops!", name: "Ops"')).data.createTeam.__typename).toBe('InputInvalid');
  expect((await create('slug: "dev", name: " "')).data.createTeam.__typename).toBe('InputInvalid');
  expect((await create('slug: "dev", name: "Dev", members: ["prn_none"]')).data.createTeam.__typename).toBe(
    'InputInvalid',
  );
  const { data } = await graphql('{ teams { slug } }');
  expect(data).toEqual({ teams: [{ slug: 'ops' }] });
});

test('a ticket lets its owner in once', async () => {
  const { graphql, tokenFor } = await harness(withoutWorker);
  const owner = await tokenFor('OPERATOR');
  const { data } = await graphql<{ createTicket: { token: string; expiresInSeconds: number } }>(
    'mutation { createTicket { token expiresInSeconds } }',
    {},
    { token: owner },
  );
  expect(data.createTicket.token).toMatch(/^wst_[0-9a-f]{64}$/);
  expect(data.createTicket.expiresInSeconds).toBeLessThanOrEqual(30);
  const first = await graphql('{ viewer { role } }', {}, { token: data.createTicket.token });
  expect(first.data).toEqual({ viewer: { role: 'OPERATOR' } });
  const second = await graphql('{ viewer { role } }', {}, { token: data.createTicket.token });
  expect(second.status).toBe(401);
});

test('anybody may ask for the platform, and only readers of agents see the primary one', async () => {
  const { graphql, apply } = await harness(withoutWorker);
  await apply(agent('beta'));
  await apply(agent('zeta', 'labels: { orrery.dev/primary: "true" }'));
  const query = '{ platform { version uptimeSeconds health { ready checks { name outcome } } primaryAgent { name } } }';
  const known = await graphql(query);
  expect(known.data).toMatchObject({
    platform: { health: { ready: true }, primaryAgent: { name: 'zeta' } },
  });
  const anonymous = await graphql<{ platform: { version: string; primaryAgent: unknown } }>(query, {}, { token: null });
  expect(anonymous.data.platform.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(anonymous.data.platform.primaryAgent).toBeNull();
});

function agent(name: string, labels = ''): string {
  return `apiVersion: orrery.dev/v1
kind: Agent
metadata:
  name: ${name}
  ${labels}
spec: { prompt: hello }`;
}
