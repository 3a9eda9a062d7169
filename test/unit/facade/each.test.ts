import { expect, test } from 'vitest';
import type { Convention } from '../../../rest-compat/runtime/convention.ts';
import { compiled, fragments, operation, plainConvention } from '../../support/facade.ts';

const list = `"Lists {phase.Many}."
query JochListEachRuns($phase: Phase! @each(words: "PhasePath"), $first: Int)
@rest(method: GET, path: "/v1/{phase}", missingText: "no {phase.Many}, {first}", tag: "Runs") {
  runs(first: $first, phase: $phase) { pageInfo @next { hasNextPage endCursor } }
}`;

/** A convention with paths for two of the three phases. */
function worded(words: Record<string, Record<string, string>> = {}): Convention {
  return {
    ...plainConvention,
    words: {
      ...plainConvention.words,
      PhasePath: { RUNNING: 'running-runs', DONE: 'done-runs' },
      Many: { RUNNING: 'runs that go on', DONE: 'runs that are over' },
      ...words,
    },
  };
}

function faultsOf(text: string, convention = worded()): string[] {
  return compiled([operation(text)], convention).faults;
}

test('one document serves a route for each word, with literal paths, names, texts and values', () => {
  const { routes, faults } = compiled([operation(list)], worded());
  expect(faults).toEqual([]);
  expect(routes.map(({ id, path, description, missing }) => [id, path, description, missing.text])).toEqual([
    ['JochListDoneRuns', '/v1/done-runs', 'Lists runs that are over.', 'no runs that are over, {first}'],
    ['JochListRunningRuns', '/v1/running-runs', 'Lists runs that go on.', 'no runs that go on, {first}'],
  ]);
  expect(routes.map(({ document }) => document)).toEqual([
    expect.stringMatching(/^query JochListDoneRuns\(\$first: Int\) \{\n {2}runs\(first: \$first, phase: DONE\)/),
    expect.stringMatching(/^query JochListRunningRuns\(\$first: Int\) \{\n {2}runs\(first: \$first, phase: RUNNING\)/),
  ]);
});

test('what comes of a document for several is what comes of it when it is written out', () => {
  const once = list
    .replace('$phase: Phase! @each(words: "PhasePath"), ', '')
    .replace('EachRuns', 'DoneRuns')
    .replace('{phase}', 'done-runs')
    .replaceAll('{phase.Many}', 'runs that are over')
    .replace('$phase', 'DONE');
  const [several] = compiled([operation(list)], worded()).routes;
  const [written] = compiled([operation(once)], worded()).routes;
  expect({ ...several, source: null }).toEqual({ ...written, source: null });
});

test('a value may be left out, and has then a document of its own; or only some are served', () => {
  const except = list.replace('"PhasePath"', '"PhasePath", except: ["DONE"]');
  const own = `"Lists what is over." query JochListDoneRuns @rest(method: GET, path: "/v1/done-runs", role: "ADMIN") { motto }`;
  const { routes, faults } = compiled([operation(except), operation(own)], worded());
  expect([faults, routes.map(({ path, role }) => [path, role])]).toEqual([
    [],
    [
      ['/v1/done-runs', 'ADMIN'],
      ['/v1/running-runs', undefined],
    ],
  ]);
  const only = compiled([operation(list.replace('"PhasePath"', '"PhasePath", only: ["DONE"]'))], worded());
  expect(only.routes.map(({ path }) => path)).toEqual(['/v1/done-runs']);
});

test.each([
  [
    'has an enum',
    list.replace('Phase! @each', '[Phase!] @each').replace('phase: $', 'phases: $'),
    /\$phase is \[Phase!\]. Remove/,
  ],
  ['has words of the convention', list.replace('"PhasePath"', '"Ways"'), /convention\.ts has no words Ways. Add them/],
  ['has a placeholder', list.replace('/{phase}', '/runs'), /\/v1\/runs has no \{phase\}, where the word of each route/],
  ['says where the name goes', list.replace('EachRuns', 'Runs'), /each needs a name. Write Each once/],
  ['takes its value from the path alone', list.replace('@each', '= DONE @each'), /what \$phase is. Remove its default/],
  [
    'is not read besides',
    list.replace('@each', '@in(query: ["p"]) @each'),
    /what \$phase is. Remove its default and @in/,
  ],
  [
    'knows what it leaves out',
    list.replace('"PhasePath"', '"PhasePath", except: ["LOST"]'),
    /have none for LOST. Add it/,
  ],
  [
    'leaves something',
    list.replace('"PhasePath"', '"PhasePath", except: ["DONE", "RUNNING"]'),
    /leaves no value of Phase/,
  ],
  [
    'has one enum',
    list
      .replace('$first: Int', '$first: Int, $b: Phase! @each(words: "Many")')
      .replace('hase: $phase', 'hase: $phase, phases: [$b]'),
    /has @each twice/,
  ],
  ['says its words', list.replace('(words: "PhasePath")', ''), /"words" of type "String!" is required/],
])('a document for several %s, or the fault names file, line and mend', (_rule, text, message) => {
  const faults = faultsOf(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(/^list-(each-)?runs\.graphql:2: /);
  expect(faults[0]).toMatch(message);
});

test('words of paths are values of the enum and parts of a path, and each text has its word', () => {
  const path = (more: Record<string, string>) => worded({ PhasePath: { DONE: 'done-runs', ...more } });
  expect(faultsOf(list, path({ GONE: 'gone' }))[0]).toMatch(/have GONE, which Phase has not. Remove it/);
  expect(faultsOf(list, path({ RUNNING: 'a/b' }))[0]).toMatch(/have "a\/b", which is no part of a path/);
  expect(faultsOf(list, path({ LOST: 'lost' }))).toEqual([
    'list-each-runs.graphql:1: {phase.Many}: rest-compat/apis/joch/convention.ts has no word for LOST in Many. Add it.',
  ]);
});

test('a route that is written out as well is told from the one that is made', () => {
  const own = `"Lists." query JochListDoneRuns @rest(method: GET, path: "/v1/others") { motto }`;
  expect(compiled([operation(list), operation(own)], worded()).faults).toEqual([
    'list-each-runs.graphql:2: JochListDoneRuns is an operation already. Name DONE in except, or rename one of them.',
  ]);
});

test('a fault inside of a document for several is told on its line, and once where it is of all routes', () => {
  const shape = fragments('fragment JochPage on PageInfo {\n  hasNextPage\n  endCursr\n}');
  const text = list.replace('@next { hasNextPage endCursor }', '{ ...JochPage }');
  expect(compiled([shape, operation(text)], worded()).faults).toEqual([
    expect.stringMatching(/^shapes\.graphql:3: .*Did you mean "endCursor"/),
  ]);
  expect(faultsOf(list.replace('"/v1/{phase}"', '"/v1/{phase}/{name}"'))).toEqual([
    'list-each-runs.graphql:1: {name} of /v1/running-runs/{name} is no variable. Add $name, or rename the placeholder.',
    'list-each-runs.graphql:1: {name} of /v1/done-runs/{name} is no variable. Add $name, or rename the placeholder.',
  ]);
});
