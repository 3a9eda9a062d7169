import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { seal } from '../../../src/cli/seal.ts';
import { sealedWorld } from './sealed-world.ts';

const world = sealedWorld();

/** What `orrery seal` says of these manifests. */
async function sealedFrom(manifests: string, ...args: string[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'secrets.yaml');
  fs.writeFileSync(file, manifests);
  const lines: string[] = [];
  const { url, adminToken } = world.platform();
  await seal(['-f', file, '--url', url, '--token', adminToken, ...args], (line) => lines.push(line));
  return lines.join('\n');
}

test('what `orrery seal` makes of Secrets shows no value, and opens to each value where it is applied', async () => {
  const ours =
    'apiVersion: orrery.dev/v1\nkind: Secret\nmetadata: { name: ours }\nspec: { values: { value: sk-ours-1 } }';
  const theirs =
    'apiVersion: orloj.dev/v1\nkind: Secret\nmetadata: { name: theirs, labels: { team: shop } }\nspec: { stringData: { value: sk-theirs-ü } }';
  const text = await sealedFrom(`${ours}\n---\n${theirs}`);
  for (const plain of ['sk-ours', 'sk-theirs', Buffer.from('sk-ours-1').toString('base64')])
    expect(text).not.toContain(plain);
  expect(await world.applied(text)).toEqual({ __typename: 'ManifestsApplied' });
  for (const name of ['ours', 'theirs']) expect(await world.reconcile(name)).toMatchObject({ phase: 'Ready' });
  expect(await world.usedBy('ours')).toBe('Bearer sk-ours-1');
  expect(await world.secret('theirs')).toMatchObject({ labels: [{ key: 'team', value: 'shop' }] });
});

test('a Secret without values and what is no Secret are refused, and no fault shows a value', async () => {
  const bare = 'apiVersion: orrery.dev/v1\nkind: Secret\nmetadata: { name: bare }\nspec: {}';
  await expect(sealedFrom(bare)).rejects.toMatchObject({
    code: 'MANIFESTS_INVALID',
    message: 'Secret default/bare has no values.',
  });
  const agent = 'apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: { name: it }\nspec: {}';
  await expect(sealedFrom(agent)).rejects.toMatchObject({ code: 'MANIFESTS_INVALID' });
  const wrong =
    'apiVersion: orloj.dev/v1\nkind: Secret\nmetadata: { name: it }\nspec: { data: { value: sk-not-base64 } }';
  const refusal = await sealedFrom(wrong).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'MANIFESTS_INVALID' });
  expect(`${refusal} ${JSON.stringify(refusal)}`).not.toContain('sk-not-base64');
});
