import { expect, test } from 'vitest';
import { manifestOf, sealedWorld } from './sealed-world.ts';

const world = sealedWorld();

test('a Secret that somebody else made stays as it is, also when the SealedSecret is deleted', async () => {
  await world.applied(
    'apiVersion: orrery.dev/v1\nkind: Secret\nmetadata: { name: foreign }\nspec: { values: { value: sk-theirs } }',
  );
  expect(await world.sealed('foreign', 'sk-ours')).toMatchObject({
    phase: 'Error',
    conditions: [
      { status: 'False', reason: 'SecretNotOwned', message: expect.stringContaining('Secret default/foreign') },
    ],
  });
  expect(await world.remove('foreign')).toEqual({ __typename: 'ResourceDeletion' });
  expect(await world.secret('foreign')).toMatchObject({ resourceVersion: '1', annotations: [] });
  expect(await world.usedBy('foreign')).toBe('Bearer sk-theirs');
});

test('with a SealedSecret its Secret goes in the same moment, and with it the readiness of what names it', async () => {
  await world.sealed('gone', 'sk-gone');
  expect(await world.usedBy('gone')).toBe('Bearer sk-gone');
  await world.remove('gone', { dryRun: true });
  expect(await world.secret('gone')).not.toBeNull();
  await world.remove('gone');
  expect(await world.secret('gone')).toBeNull();
  const { data } = await world.platform().graphql('{ modelEndpoint(name: "gone-model") { ready } }');
  expect(data).toEqual({ modelEndpoint: { ready: false } });

  const rows = await world
    .platform()
    .platform.store.database.db.selectFrom('audit_entry')
    .select(['details', 'action'])
    .where('action', '=', 'resource.delete')
    .execute();
  const subjects = rows.map(({ details }) => String(Object(details)['resource']));
  expect(subjects.filter((text) => text.endsWith('/gone'))).toEqual([
    'SealedSecret default/gone',
    'Secret default/gone',
  ]);
});

test('a SealedSecret that is renamed leaves no Secret under its old name, and opens under its new one no more', async () => {
  await world.sealed('before', 'sk-moved');
  const encryptedData = { value: world.seal('sk-moved', { name: 'before' }) };
  const manifest = manifestOf({ name: 'after', encryptedData });
  const { data } = await world
    .platform()
    .graphql(
      'mutation ($input: ReplaceResourceInput!) { replaceResource(input: $input) { ... on Failure { message } } }',
      { input: { kind: 'SEALED_SECRET', name: 'before', anyVersion: true, manifest } },
    );
  expect(data).toEqual({ replaceResource: {} });
  expect(await world.secret('before')).toBeNull();
  expect(await world.reconcile('after')).toMatchObject({ phase: 'Error', conditions: [{ reason: 'Undecryptable' }] });
  expect(await world.secret('after')).toBeNull();
});

test('what was deleted or changed while it was being opened makes no Secret', async () => {
  const name = 'raced';
  await world.applied(manifestOf({ name, encryptedData: { value: world.seal('sk-1', { name }) } }));
  const former = await world.find(name);
  await world.applied(manifestOf({ name, encryptedData: { value: world.seal('sk-2', { name }) } }));
  await expect(world.reconcile(former)).rejects.toMatchObject({ code: 'RESOURCE_VERSION_CONFLICT' });
  await world.remove(name);
  await expect(world.reconcile(former)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  await world.applied(manifestOf({ name, encryptedData: { value: world.seal('sk-3', { name }) } }));
  await expect(world.reconcile(former), 'another of the same name').rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
  });
  expect(await world.secret(name)).toBeNull();
});

test('many at once, over deletions and changes, end with a Secret exactly where there is a SealedSecret', async () => {
  const names = Array.from({ length: 6 }, (_, n) => `storm-${n}`);
  const manifest = (name: string, round: number) =>
    manifestOf({ name, encryptedData: { value: world.seal(`sk-${name}-${round}`, { name }) } });
  for (const name of names) await world.applied(manifest(name, 0));
  const found = await Promise.all(names.map((name) => world.find(name)));
  const work = found.flatMap((resource, n) => [
    world.reconcile(resource),
    world.reconcile(resource),
    n % 2 === 0 ? world.remove(resource.name) : world.applied(manifest(resource.name, 1)),
    world.reconcile(resource),
  ]);
  const refused = (await Promise.allSettled(work)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const overtaken = ['RESOURCE_NOT_FOUND', 'RESOURCE_VERSION_CONFLICT'];
  expect(refused.filter(({ code }) => !overtaken.includes(code))).toEqual([]);
  const left = names.filter((_, n) => n % 2 === 1);
  for (const name of left) await world.reconcile(name);
  const secrets = await Promise.all(names.map(async (name) => ((await world.secret(name)) ? name : '')));
  expect(secrets.filter((name) => name !== '')).toEqual(left);
  expect(await world.usedBy('storm-1')).toBe('Bearer sk-storm-1-1');
});
