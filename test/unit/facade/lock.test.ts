import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { compileFacade } from '../../../rest-compat/compiler/index.ts';
import { plainConvention, smallSchema } from '../../support/facade.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

const list = `"Lists." query JochListRuns($first: Int)
@rest(method: GET, path: "/v1/runs") { runs(first: $first) { items: edges @lift { node { name id } } } }`;
const get =
  '"Gets." query JochGetRun($id: ID!) @rest(method: GET, path: "/v1/runs/{id}", beyond: true) { run(id: $id) { name } }';

/** A project with these operations, of which GET /v1/runs and GET /healthz are documented. */
function project(files: Record<string, string>): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-facade-'));
  folders.push(root);
  fs.mkdirSync(path.join(root, 'rest-compat'));
  fs.copyFileSync('rest-compat/directives.graphql', path.join(root, 'rest-compat/directives.graphql'));
  const rows = [
    'joch\tGET\t/v1/runs?all=true\t-\tjson\tRuns\tLists.',
    'joch\tGET\t/healthz\t-\tjson\tHealth\tIs well.',
  ];
  fs.writeFileSync(path.join(root, 'rest-compat/documented-routes.tsv'), rows.join('\n'));
  for (const [name, text] of Object.entries(files)) put(root, name, text);
  return root;
}

function put(root: string, name: string, text: string): void {
  const file = path.join(root, 'rest-compat/apis/joch/operations', name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function compile(root: string, isBreakAccepted = false, handWritten: { method: string; path: string }[] = []): string {
  return compileFacade({
    schema: smallSchema,
    conventions: { joch: plainConvention },
    root,
    isBreakAccepted,
    handWritten,
  });
}

function generated(root: string): Record<string, string> {
  const folder = path.join(root, 'rest-compat/generated');
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

const both = { 'list-runs.graphql': list, 'get-run.graphql': get };

test('equal sources give equal files, and the documented routes that are served are counted', () => {
  const root = project(both);
  expect(compile(root)).toBe('joch           1 of 2 documented routes\n1 further routes');
  const first = generated(root);
  expect(Object.keys(first).sort()).toEqual([
    'bindings.ts',
    'openapi/joch.json',
    'openapi/orrery.json',
    'routes.json',
    'routes.lock.json',
  ]);
  compile(root);
  expect(generated(root)).toEqual(first);
});

test('what is answered without an operation counts as served', () => {
  const root = project(both);
  expect(compile(root, false, [{ method: 'GET', path: '/healthz' }])).toMatch(/joch +2 of 2/);
});

test('a new member or an optional parameter is no break', () => {
  const root = project(both);
  compile(root);
  put(
    root,
    'list-runs.graphql',
    list
      .replace('name id', 'name id phase')
      .replace('$first: Int', '$first: Int, $phase: Phase')
      .replace('first: $first)', 'first: $first, phase: $phase)'),
  );
  compile(root);
  expect(generated(root)['routes.lock.json']).toContain('items[].phase');
});

test.each([
  ['a member that is gone', list.replace('name id', 'name'), /items\[\]\.id is gone from the answer/],
  [
    'a member of another type',
    list.replace('name id', 'name id: done'),
    /items\[\]\.id of the answer was string and is boolean/,
  ],
  ['a parameter that must be there now', list.replace('Int)', 'Int!)'), /query first must be there now/],
  [
    'a parameter that is not read any more',
    list.replace('($first: Int)', '').replace('(first: $first)', ''),
    /query first is not read/,
  ],
])('%s fails until it is accepted, and the fault says how', (_what, text, message) => {
  const root = project(both);
  compile(root);
  const before = generated(root);
  put(root, 'list-runs.graphql', text);
  expect(() => compile(root)).toThrow(message);
  expect(() => compile(root)).toThrow('npm run generate -- --accept');
  expect(generated(root)).toEqual(before);
  compile(root, true);
  expect(() => compile(root)).not.toThrow();
});

test('a route that is gone fails until it is accepted; a documented one that was served fails in any case', () => {
  const root = project(both);
  compile(root);
  fs.rmSync(path.join(root, 'rest-compat/apis/joch/operations/get-run.graphql'));
  expect(() => compile(root)).toThrow(/routes\.lock\.json:1: The route GET \/v1\/runs\/\{id\} \(JochGetRun\) is gone/);
  compile(root, true);
  fs.rmSync(path.join(root, 'rest-compat/apis/joch/operations/list-runs.graphql'));
  expect(() => compile(root, true)).toThrow(
    /documented-routes\.tsv:1: GET \/v1\/runs\?all=true is documented, was served and is gone/,
  );
});

test('a route says that it is beyond the documented ones exactly when it is', () => {
  const root = project({
    'list-runs.graphql': list.replace('"/v1/runs"', '"/v1/runs", beyond: true'),
    'get-run.graphql': get.replace(', beyond: true', ''),
  });
  expect(() => compile(root)).toThrow(/get-run\.graphql:1: JochGetRun is not in .*say beyond: true/);
  expect(() => compile(root)).toThrow(/list-runs\.graphql:1: JochListRuns is documented. Remove beyond: true/);
});

test('words that are missing are told with the line of their record in the convention', () => {
  const root = project(both);
  const convention = { ...plainConvention, words: { Phase: { RUNNING: 'a', DONE: 'b' } } };
  fs.writeFileSync(path.join(root, 'rest-compat/apis/joch/convention.ts'), 'words: {\n  Phase: { RUNNING: 1 } }');
  const input = { schema: smallSchema, conventions: { joch: convention }, root, isBreakAccepted: false };
  expect(() => compileFacade(input)).toThrow(/convention\.ts:2: The words Phase have none for LOST/);
});
