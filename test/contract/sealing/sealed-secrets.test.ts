import { expect, test } from 'vitest';
import { type SealedEntry, sealBytes } from '../../support/sealer.ts';
import { manifestOf, sealedWorld } from './sealed-world.ts';

const owner = 'orloj.dev/sealedsecret-owner';
const world = sealedWorld();

test('values that a client seals reach the call that needs them, with labels and annotations of the template', async () => {
  const name = 'provider-keys';
  const value = world.seal('sk-first', { name });
  const other = world.seal('sk-sécond', { name, entry: 'second.key' });
  const template = { labels: { team: 'shop' }, annotations: { note: 'sealed', [owner]: 'some/other' } };
  const manifest = manifestOf({ name, encryptedData: { value, 'second.key': other }, template });
  expect(await world.applied(manifest)).toEqual({ __typename: 'ManifestsApplied' });
  expect(await world.secret(name)).toBeNull();
  expect(await world.reconcile(name)).toMatchObject({
    phase: 'Ready',
    conditions: [{ type: 'Unsealed', status: 'True' }],
  });
  expect(await world.secret(name)).toEqual({
    resourceVersion: '1',
    labels: [{ key: 'team', value: 'shop' }],
    annotations: expect.arrayContaining([
      { key: 'note', value: 'sealed' },
      { key: owner, value: 'default/provider-keys' },
    ]),
    spec: { keys: ['second.key', 'value'] },
  });
  expect(await world.usedBy(name)).toBe('Bearer sk-first');
});

test('a SealedSecret is shown with its ciphertexts, in its API and in the graph', async () => {
  const encryptedData = { value: world.seal('sk-shown', { name: 'shown' }) };
  await world.applied(manifestOf({ name: 'shown', encryptedData }));
  const { data } = await world.platform().graphql(
    `{ sealedSecret(name: "shown") { manifest(apiVersion: "orloj.dev/v1")
      spec { encryptedData { name keyId wrappedKey ciphertext } template { labels { key } } } } }`,
  );
  expect(data).toEqual({
    sealedSecret: {
      manifest: expect.objectContaining({ kind: 'SealedSecret', spec: { encryptedData, template: {} } }),
      spec: { encryptedData: [{ name: 'value', ...encryptedData.value }], template: { labels: [] } },
    },
  });
});

test('looking again writes nothing, and a Secret that was changed or deleted is made good', async () => {
  const name = 'steady';
  await world.sealed(name, 'sk-steady');
  const { result, statements } = await world.platform().countStatements(() => world.reconcile(name));
  expect(result.phase).toBe('Ready');
  const writes = /(?:insert into|delete from|(?<!for )update) "?(\w+)/gi;
  const tables = statements.flatMap((text) => [...text.matchAll(writes)].map(([, table]) => table));
  // What earlier calls of models came to may be written at the same time.
  const others = ['namespace', 'model_usage', 'policy_decision'];
  expect(tables.filter((table) => table !== undefined && !others.includes(table))).toEqual([]);
  expect(await world.secret(name)).toMatchObject({ resourceVersion: '1' });

  const annotations = `annotations: { ${owner}: default/steady }`;
  await world.applied(
    `apiVersion: orrery.dev/v1\nkind: Secret\nmetadata: { name: steady, ${annotations} }\nspec: { values: { value: sk-bent } }`,
  );
  expect(await world.usedBy(name)).toBe('Bearer sk-bent');
  await world.reconcile(name);
  expect(await world.usedBy(name)).toBe('Bearer sk-steady');
  await world.remove(name, { kind: 'SECRET' });
  expect(await world.secret(name)).toBeNull();
  await world.reconcile(name);
  expect(await world.usedBy(name)).toBe('Bearer sk-steady');
});

test('values that are sealed anew take the place of the former, and keys that are gone go', async () => {
  const name = 'rotated';
  const former = { value: world.seal('sk-one', { name }), old: world.seal('sk-old', { name, entry: 'old' }) };
  await world.applied(manifestOf({ name, encryptedData: former }));
  await world.reconcile(name);
  await world.sealed(name, 'sk-two');
  expect(await world.secret(name)).toMatchObject({ resourceVersion: '2', spec: { keys: ['value'] } });
  expect(await world.usedBy(name)).toBe('Bearer sk-two');
});

const at = { name: 'strange' };
const bound = ['default', 'strange', 'value'];

/** A good entry in which one byte of a part is another, counted from the end when below zero. */
function changed(part: 'ciphertext' | 'wrappedKey', index: number): SealedEntry {
  const entry = world.seal('sk', at);
  const bytes = Buffer.from(entry[part], 'base64');
  const place = index < 0 ? bytes.length + index : index;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  return { ...entry, [part]: bytes.toString('base64') };
}

const strange: [how: string, reason: string, entry: () => SealedEntry][] = [
  ['for another name', 'Undecryptable', () => world.seal('sk', { name: 'other' })],
  ['for another namespace', 'Undecryptable', () => world.seal('sk', { ...at, namespace: 'other' })],
  ['for another entry', 'Undecryptable', () => world.seal('sk', { ...at, entry: 'other' })],
  ['with a changed nonce', 'Undecryptable', () => changed('ciphertext', 0)],
  ['with a changed text', 'Undecryptable', () => changed('ciphertext', 12)],
  ['with a changed tag', 'Undecryptable', () => changed('ciphertext', -1)],
  ['with a changed wrapped key', 'Undecryptable', () => changed('wrappedKey', 100)],
  ['and cut short', 'Undecryptable', () => ({ ...world.seal('sk', at), ciphertext: 'AAAA' })],
  ['under a wrapped key that is cut short', 'Undecryptable', () => ({ ...world.seal('sk', at), wrappedKey: 'AAAA' })],
  ['for another deployment', 'OtherKey', () => ({ ...world.seal('sk', at), keyId: '0123456789abcdef'.repeat(2) })],
  ['as bytes that are no text', 'Undecryptable', () => sealBytes(world.key(), Buffer.from([0xff, 0xfe]), bound)],
  ['as text that is not base64', 'SecretInvalid', () => sealBytes(world.key(), Buffer.from('no base64'), bound)],
  ['as nothing', 'SecretInvalid', () => sealBytes(world.key(), Buffer.from(''), bound)],
  ['as the mask of a value', 'SecretInvalid', () => sealBytes(world.key(), Buffer.from('***'), bound)],
];

test.each(strange)('what is sealed %s makes no Secret, also not of what does open', async (_, reason, make) => {
  const good = world.seal('sk-good', { ...at, entry: 'good' });
  await world.applied(manifestOf({ name: 'strange', encryptedData: { good, value: make() } }));
  const { phase, conditions } = await world.reconcile('strange');
  expect({ phase, conditions }).toEqual({
    phase: 'Error',
    conditions: [{ type: 'Unsealed', status: 'False', reason, message: expect.stringContaining('value') }],
  });
  expect(await world.secret('strange')).toBeNull();
});

test.each([
  ['no entry', {}],
  ['an entry without its ciphertext', { value: { keyId: 'k', wrappedKey: 'AA==' } }],
  ['a blank part', { value: { keyId: ' ', wrappedKey: 'AA==', ciphertext: 'AA==' } }],
  ['what is not base64', { value: { keyId: 'k', wrappedKey: 'AA==', ciphertext: 'not base64!' } }],
])('a SealedSecret with %s is refused', async (_, encryptedData) => {
  const answer = await world.applied(manifestOf({ name: 'broken', encryptedData: encryptedData as never }));
  expect(answer).toEqual({ __typename: 'ManifestsInvalid', message: expect.stringContaining('encryptedData') });
});

test('no plain value is in the database, in an answer or in the log', async () => {
  const value = 'sk-plainly-visible';
  const encoded = Buffer.from(value).toString('base64');
  const shapes = [value, encoded, ...[value, encoded].map((text) => Buffer.from(text).toString('hex'))];
  await world.sealed('leak', value);
  // One that fails has its value in hand as well.
  const broken = { good: world.seal(value, { name: 'half', entry: 'good' }), bad: world.seal(value, { name: 'half' }) };
  await world.applied(manifestOf({ name: 'half', encryptedData: broken }));
  const { conditions } = await world.reconcile('half');
  const plain = sealBytes(world.key(), Buffer.from(value), ['default', 'plain', 'value']);
  await world.applied(manifestOf({ name: 'plain', encryptedData: { value: plain } }));
  const invalid = await world.reconcile('plain');
  expect([conditions[0]?.reason, invalid.conditions[0]?.reason]).toEqual(['Undecryptable', 'SecretInvalid']);

  const { pool } = world.platform().platform.store.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const texts = tables.map(({ name }) => pool.query<{ row: string }>(`select t::text as row from ${name} t`));
  const kept = (await Promise.all(texts)).flatMap(({ rows }) => rows.map(({ row }) => row));
  const shown = await world.platform().graphql(
    `{ resources(first: 100) { edges { node { ... on Secret { manifest(apiVersion: "orloj.dev/v1") spec { keys } }
      ... on SealedSecret { manifest(apiVersion: "orloj.dev/v1") } } } } auditEntries(first: 100) { edges { node { details } } } }`,
  );
  expect(shown.errors).toBeUndefined();
  expect(kept.some((row) => row.includes('Secret default/leak'))).toBe(true);
  expect(world.logged).not.toEqual([]);
  const places = [...kept, JSON.stringify([shown.data, conditions, invalid]), ...world.logged];
  for (const shape of shapes) expect(places.filter((text) => text.includes(shape))).toEqual([]);
});
