import { createPublicKey } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { type Platform, startPlatform } from '../../../src/composition/serve.ts';
import { createLogger } from '../../../src/platform/log.ts';
import { freshDatabase } from '../../support/database.ts';
import { testConfig } from '../../support/harness.ts';
import { idOfKey } from '../../support/sealer.ts';

const path = '/v1/sealing-key/public';

/** The API of a deployment, as one process of several on its database. */
async function processOn(databaseUrl: string, environment: Record<string, string> = {}): Promise<Platform> {
  const config = testConfig(databaseUrl, { ORRERY_LISTEN: 'orloj=0', ...environment });
  const log = createLogger('silent');
  const platform = await startPlatform(
    config,
    { api: true, worker: false },
    { log, say: () => undefined, onLost: () => undefined },
  );
  onTestFinished(() => platform.stop());
  return platform;
}

function ask(platform: Platform, token: string | null = platform.adminToken): Promise<Response> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return fetch(platform.listeners['orloj'] + path, { headers });
}

async function query<T>(platform: Platform, text: string, token = platform.adminToken): Promise<T> {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: text }),
  });
  return ((await response.json()) as { data: T }).data;
}

test('processes of one deployment that are asked at the same time have one key, over REST and in the graph', async () => {
  const databaseUrl = await freshDatabase();
  const processes = [await processOn(databaseUrl), await processOn(databaseUrl)];
  const answers = await Promise.all([...processes, ...processes].map((platform) => ask(platform)));
  const keys = await Promise.all(answers.map((answer) => answer.json() as Promise<Record<string, string>>));
  const [first = {}] = keys;
  expect(keys).toEqual(keys.map(() => first));

  expect(Object.keys(first)).toEqual(['keyId', 'algorithm', 'publicKeyPEM']);
  const { keyId = '', algorithm, publicKeyPEM = '' } = first;
  expect(algorithm).toBe('rsa-oaep-sha256+aes-256-gcm');
  expect(publicKeyPEM).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  expect(createPublicKey(publicKeyPEM).asymmetricKeyDetails).toMatchObject({ modulusLength: 4096 });
  expect(keyId).toBe(idOfKey(publicKeyPEM));

  const [, other] = processes;
  if (!other) throw new Error('There is one process only.');
  const made = await query<{ createApiKey: { token: string } }>(
    other,
    'mutation { createApiKey(input: { name: "reader", role: VIEWER }) { ... on ApiKeyCreated { token } } }',
  );
  const asViewer = await query(other, '{ sealingKey { keyId algorithm publicKeyPem } }', made.createApiKey.token);
  expect(asViewer).toEqual({ sealingKey: { keyId, algorithm, publicKeyPem: publicKeyPEM } });
  expect((await ask(other, made.createApiKey.token)).status).toBe(200);
  expect((await ask(other, null)).status).toBe(401);

  const later = await processOn(databaseUrl);
  expect(await (await ask(later)).json()).toEqual(first);
});

test('a deployment that cannot open its key has none: 503 over REST, null in the graph', async () => {
  const databaseUrl = await freshDatabase();
  const first = await processOn(databaseUrl);
  expect((await ask(first)).status).toBe(200);
  const other = await processOn(databaseUrl, { ORRERY_SECRET_KEY: '11'.repeat(32) });
  const refused = await ask(other);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await refused.text()).toBe('There is no active sealing key.\n');
  expect(await query(other, '{ sealingKey { keyId } }')).toEqual({ sealingKey: null });
  expect((await ask(first)).status, 'the key is not made anew').toBe(200);
});

test('the private half lies in the database under the key of the platform only', async () => {
  const platform = await processOn(await freshDatabase());
  const { keyId } = (await (await ask(platform)).json()) as { keyId: string };
  const rows = await platform.store.database.db.selectFrom('sealing_key').selectAll().execute();
  expect(rows.map((row) => row.key_id)).toEqual([keyId]);
  const [row] = rows;
  expect(row?.sealed_private.length).toBeGreaterThan(2_000);
  expect(row?.sealed_private.toString('latin1')).not.toContain('PRIVATE KEY');
});

test('a value that was stored under another key is told as such, and takes its place when it is applied again', async () => {
  const databaseUrl = await freshDatabase();
  const first = await processOn(databaseUrl);
  const apply = (platform: Platform) =>
    query<{ applyManifests: { changes: { action: string }[] } }>(
      platform,
      `mutation { applyManifests(input: { manifests: ${JSON.stringify(manifests)} }) { ... on ManifestsApplied { changes { action } } } }`,
    );
  const actions = async (platform: Platform) =>
    (await apply(platform)).applyManifests.changes.map(({ action }) => action);
  const call = (platform: Platform) =>
    query(
      platform,
      'mutation { callModel(input: { model: "gpt", prompt: "Hi" }) { ... on Failure { code message fix } } }',
    );
  expect(await actions(first)).toEqual(['CREATED', 'CREATED']);
  expect(await actions(first)).toEqual(['UNCHANGED', 'UNCHANGED']);
  const other = await processOn(databaseUrl, { ORRERY_SECRET_KEY: '11'.repeat(32) });
  expect(await call(other)).toEqual({
    callModel: {
      code: 'SECRET_UNRESOLVED',
      message: 'The key value of secret default/key does not open here.',
      fix: 'Start with the ORRERY_SECRET_KEY under which it was stored, or apply the Secret again.',
    },
  });
  expect(await actions(other)).toEqual(['UPDATED', 'UNCHANGED']);
  // Nothing listens there, so the call goes as far as it can.
  expect(await call(other)).toMatchObject({ callModel: { code: expect.not.stringContaining('SECRET') } });
});

const manifests = `
apiVersion: orrery.dev/v1
kind: Secret
metadata: { name: key }
spec: { values: { value: sk-1 } }
---
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: gpt }
spec: { provider: openai-compatible, model: m, baseUrl: "http://127.0.0.1:9", secret: key }
`;
