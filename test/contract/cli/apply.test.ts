import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { apply } from '../../../src/cli/apply.ts';
import { type Harness, harness } from '../../support/harness.ts';
import { runProgram } from './program.ts';

let orrery: Harness;
let stop = async (): Promise<void> => undefined;

beforeAll(async () => {
  const stopWith = (given: () => Promise<void>): void => {
    stop = given;
  };
  orrery = await harness({ stopWith });
});

afterAll(() => stop());

function folderOf(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

/** The lines that `orrery apply` says. */
async function applied(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  await apply([...args, '--url', orrery.url, '--token', orrery.adminToken], (line) => lines.push(...line.split('\n')));
  return lines;
}

function agent(name: string, spec = 'prompt: Be brief.'): string {
  return `apiVersion: orrery.dev/v1\nkind: Agent\nmetadata: {name: ${name}}\nspec:\n  ${spec}\n`;
}

async function specOf(name: string, namespace = 'default'): Promise<{ prompt: string } | undefined> {
  const query =
    'query One($name: String!, $namespace: String!) { agent(name: $name, namespace: $namespace) { spec { prompt } } }';
  const { data } = await orrery.graphql<{ agent: { spec: { prompt: string } } | null }>(query, { name, namespace });
  return data.agent?.spec;
}

test('a folder is applied as a whole, YAML and JSON, and applying it again changes nothing', async () => {
  const tool = {
    apiVersion: 'orloj.dev/v1',
    kind: 'Tool',
    metadata: { name: 'sums' },
    spec: { type: 'builtin', builtin: 'calculator' },
  };
  const folder = folderOf({
    'a.yaml': `${agent('one', 'tools: [sums]')}---\n${agent('two')}`,
    'b.json': JSON.stringify(tool, null, 2),
    'notes.txt': 'not a manifest',
  });
  expect(await applied('-f', folder)).toEqual([
    'created    Tool default/sums',
    'created    Agent default/one',
    'created    Agent default/two',
    '3 created',
  ]);
  expect((await applied('-f', folder)).at(-1)).toBe('3 unchanged');
});

test('a dry run says field by field what would change, and changes nothing', async () => {
  const folder = folderOf({ 'a.yaml': agent('careful') });
  await applied('-f', folder);
  fs.writeFileSync(path.join(folder, 'a.yaml'), agent('careful', 'prompt: Be kind.'));
  expect(await applied('-f', folder, '--dry-run')).toEqual([
    'updated    Agent default/careful',
    '  ~ spec.prompt: "Be brief." -> "Be kind."',
    '1 updated; this was a dry run, nothing was changed',
  ]);
  expect(await specOf('careful')).toEqual({ prompt: 'Be brief.' });
});

test('documents without a namespace go where --namespace says', async () => {
  await applied('-f', folderOf({ 'a.yaml': agent('elsewhere') }), '-n', 'workshop');
  expect(await specOf('elsewhere', 'workshop')).toEqual({ prompt: 'Be brief.' });
});

test('every fault is named with its file and line, and nothing is applied', async () => {
  const folder = folderOf({
    'a.yaml': agent('never'),
    'b.yaml': `${agent('wrong', 'limits: {maxSteps: many}')}---\nkind: Agent\nmetadata: {name: nameless}\n`,
  });
  const failure = await applied('-f', folder).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'MANIFESTS_INVALID' });
  const [first, ...faults] = (failure as Error).message.split('\n');
  expect(first).toBe('Nothing was applied.');
  expect(faults).toEqual([
    expect.stringMatching(/b\.yaml, line 5: spec\.limits\.maxSteps /),
    expect.stringMatching(/b\.yaml, line 7: apiVersion is required/),
  ]);
  expect(await specOf('never')).toBeUndefined();
});

test('a document that names an older version is refused unless it is forced', async () => {
  const folder = folderOf({ 'a.yaml': agent('contested') });
  await applied('-f', folder);
  const stale = agent('contested', 'prompt: Be loud.').replace(
    '{name: contested}',
    '{name: contested, resourceVersion: "7"}',
  );
  fs.writeFileSync(path.join(folder, 'a.yaml'), stale);
  await expect(applied('-f', folder)).rejects.toMatchObject({ code: 'RESOURCE_VERSION_CONFLICT' });
  expect(await applied('-f', folder, '--force')).toContain('updated    Agent default/contested');
});

test("the folder of a file stands in for the manifest's EXAMPLE_DIR", async () => {
  const placeholder = '$' + '{EXAMPLE_DIR}';
  const folder = folderOf({ 'a.yaml': agent('placed', `prompt: I live in ${placeholder}.`) });
  await applied('-f', path.join(folder, 'a.yaml'));
  expect(await specOf('placed')).toEqual({ prompt: `I live in ${folder}.` });
});

test('wrong arguments are answered with what is wrong and how it is done', async () => {
  for (const args of [[], ['-f', 'does-not-exist'], ['--loud']]) {
    const failure = await apply(args, () => undefined).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('-f') });
  }
});

test('as a program it reads standard input, uses the token in ORRERY_HOME and succeeds', async () => {
  const home = folderOf({ 'admin-token': `${orrery.adminToken}\n` });
  const { hostname: HOST, port: PORT } = new URL(orrery.url);
  const environment = { ORRERY_HOME: home, HOST, PORT };
  const end = await runProgram(['apply', '-f', '-'], { environment, input: agent('piped') });
  expect(end).toEqual({ code: 0, stdout: 'created    Agent default/piped\n1 created\n', stderr: '' });
});

test('as a program it fails in plain words when no server answers', async () => {
  const environment = { ORRERY_HOME: '/nowhere', PORT: '1' };
  const end = await runProgram(['apply', '-f', 'examples/quickstart'], { environment });
  expect(end).toMatchObject({ code: 1, stdout: '' });
  expect(end.stderr).toBe(
    'orrery: No Orrery answers at http://127.0.0.1:1/graphql: nothing listens there.\nStart one with `npm start`, or name the address of another.\n',
  );
});
