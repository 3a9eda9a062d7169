import { expect, test } from 'vitest';
import { compiled, fragments, operation, plainConvention } from '../../support/facade.ts';

const good =
  '"Gets a run." query JochGetRun($id: ID!) @rest(method: GET, path: "/v1/runs/{id}") { run(id: $id) { name } }';

/** The fault that one changed text of the good operation has. */
function faultsOf(text: string, file?: string): string[] {
  return compiled([operation(text, file)]).faults;
}

test('an operation that keeps every rule compiles without a fault', () => {
  expect(compiled([operation(good)])).toMatchObject({
    faults: [],
    routes: [{ id: 'JochGetRun', path: '/v1/runs/{id}' }],
  });
});

test.each([
  ['has a name of its API', good.replace('JochGetRun', 'GetRun'), /must begin with Joch.*JochGetRun/],
  ['says what it does', good.replace('"Gets a run." ', ''), /JochGetRun has no description/],
  ['says which route it serves', good.replace(/@rest\(.*?\) /, ''), /JochGetRun has no @rest/],
  [
    'has a variable for each placeholder',
    good.replace('{id}"', '{id}/{name}"'),
    /\{name\} of .* is no variable. Add \$name/,
  ],
  ['has a path that begins with a slash', good.replace('"/v1', '"v1'), /must begin with \//],
  ['names a code of the catalogue', good.replace('{id}")', '{id}", missing: "GONE")'), /missing: "GONE" is no code/],
  ['has words of its variables', good.replace('{id}")', '{id}", missingText: "No {nme}.")'), /missingText has \{nme\}/],
  ['has a date of deprecation', good.replace('{id}")', '{id}", deprecated: "soon")'), /"soon" is no date/],
  ['ends only streams', good.replace('{id}")', '{id}", ends: true)'), /ends is for streams that a GET gives over SSE/],
  [
    'has a status that its wire can have',
    good.replace('{id}")', '{id}", status: 302)'),
    /JSON cannot have the status 302/,
  ],
  ['streams only subscriptions', good.replace('{id}")', '{id}", wire: SSE)'), /SSE needs a subscription/],
  ['selects one text for a wire of text', good.replace('{id}")', '{id}", wire: TEXT)'), /TEXT needs one string/],
  ['uses each variable', good.replace('$id: ID!', '$id: ID!, $x: Int'), /"\$x" is never used.* Use it, or remove it/],
  ['asks for fields that exist', good.replace('{ name }', '{ nme }'), /Did you mean "name"/],
  ['gives a bare __typename a name', good.replace('{ name }', '{ __typename }'), /Give __typename the name/],
  [
    'leaves the names of the compiler alone',
    good.replace('{ name }', '{ _type: name }'),
    /_type is a name of the compiler/,
  ],
  [
    'takes no placeholder from elsewhere',
    good.replace('ID!', 'ID! @in(query: ["id"])'),
    /\$id is a placeholder of the path/,
  ],
])('an operation %s, or the fault names file, line and mend', (_rule, text, message) => {
  const faults = faultsOf(text, 'get-run.graphql');
  expect(faults[0]).toMatch(/^get-run\.graphql:1: /);
  expect(faults[0]).toMatch(message);
  expect(faults).toHaveLength(1);
});

test('the fault of a field names the line of the field', () => {
  expect(faultsOf(good.replace('{ name }', '{\n  name\n  nme\n}'))[0]).toMatch(/^get-run\.graphql:3: /);
});

test('a file is named for its operation and has only that one', () => {
  expect(faultsOf(good, 'run.graphql')).toEqual([
    'run.graphql:1: JochGetRun stands in run.graphql. Rename the file to get-run.graphql.',
  ]);
  expect(faultsOf(`${good}\nfragment JochRun on Run { name }`)[0]).toMatch(
    /^get-run\.graphql:2: A file has one operation/,
  );
});

test('a text that cannot be parsed is told with its line', () => {
  expect(faultsOf(good.replace('{ name }', '{\n  name: :\n}'))).toEqual([
    expect.stringMatching(/^get-run\.graphql:2: Syntax Error/),
  ]);
});

test('a comment right above an operation describes it', () => {
  const { routes, faults } = compiled([operation(`# Gets\n# a run.\n${good.replace('"Gets a run." ', '')}`)]);
  expect(faults).toEqual([]);
  expect(routes[0]?.description).toBe('Gets\na run.');
});

test('what reads has no body and changes nothing', () => {
  const stop =
    '"Stops." mutation JochStop($id: ID!) @rest(method: GET, path: "/v1/{id}") { stop(input: { id: $id }) { ... on Run { name } } }';
  expect(faultsOf(stop)[0]).toMatch(/A GET changes nothing, and JochStop is a mutation/);
  const body = good
    .replace('$id: ID!', '$id: ID!, $at: DateTime @in(body: ["at"])')
    .replace('(id: $id)', '(id: $id, at: $at)');
  expect(faultsOf(body)[0]).toMatch(/A GET has no body. Take \$at from the query/);
});

test('every path of a route has what cannot be left out', () => {
  const also = (path: string) => good.replace('{id}")', `{id}", also: ["${path}"])`);
  expect(faultsOf(also('/v2/runs/{id}'))).toEqual([]);
  expect(faultsOf(also('/v2/runs'))[0]).toMatch(/\/v2\/runs has no \{id\}/);
  expect(faultsOf(also('/v2/{id}/{of}'))[0]).toMatch(/\{of\} of .* is no variable/);
});

test('a public route cannot be kept to a role', () => {
  const both = good.replace('{id}")', '{id}", public: true, role: "ADMIN")');
  expect(faultsOf(both)).toEqual(
    expect.arrayContaining([expect.stringMatching(/public, and asks for the role ADMIN/)]),
  );
});

test('two routes that take the same requests are refused and both files named, unless a condition tells them apart', () => {
  const other = good.replace('JochGetRun', 'JochReadRun');
  const faults = compiled([operation(good), operation(other)]).faults;
  expect(faults).toEqual([
    expect.stringMatching(/^read-run\.graphql:1: GET .* same requests as JochGetRun in .*get-run\.graphql/),
  ]);
  const when = other.replace('{id}")', '{id}", when: "full")');
  expect(compiled([operation(good), operation(when)]).faults).toEqual([]);
});

test('routes that ask for words of one parameter are refused when they share a word, in whatever order and case', () => {
  const asking = (name: string, when: string) =>
    operation(good.replace('JochGetRun', name).replace('{id}")', `{id}", when: ${when})`));
  const faultsWith = (one: string, other: string) =>
    compiled([asking('JochGetA', one), asking('JochGetB', other)]).faults;
  expect(faultsWith('"kind=as,a"', '"kind=bs,b"')).toEqual([]);
  expect(faultsWith('"kind=as,a"', '["kind=as,a", "watch"]')).toEqual([]);
  for (const other of ['"kind=A"', '"kind=b,a"'])
    expect(faultsWith('"kind=as,a"', other)).toEqual([expect.stringMatching(/same requests as JochGetA/)]);
  expect(faultsWith('["kind=a", "watch"]', '["watch", "kind=a"]')).toHaveLength(1);
  for (const nothing of ['""', '"header:"', '"=a"', '"kind="', '"kind=a,"'])
    expect(faultsWith('"full"', nothing)).toEqual([expect.stringMatching(/when names nothing/)]);
});

test('names of operations and fragments are unique, and a fragment is used', () => {
  const shape = fragments(
    'fragment JochRun on Run { name }\nfragment JochRun on Run { name }\nfragment Run on Run { name }',
  );
  const faults = compiled([
    shape,
    operation(good.replace('{ name }', '{ ...JochRun }')),
    operation(good, 'get-run.graphql'),
  ]).faults;
  expect(faults).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^shapes\.graphql:2: The fragment JochRun is in .* as well/),
      expect.stringMatching(/^shapes\.graphql:3: The fragment Run of joch must begin with Joch/),
      expect.stringMatching(/^shapes\.graphql:3: No operation uses the fragment Run/),
      expect.stringMatching(/^get-run\.graphql:1: The operation JochGetRun is in .* as well/),
    ]),
  );
});

test.each([
  ['@lift', 'space @lift { name n: name }', /@lift needs exactly one field/],
  ['@lift on a text', 'name @lift', /@lift needs an object/],
  ['@lift under a type', 'parent @lift { ... on AgentRun { agent } }', /@lift needs exactly one field/],
  ['@spread', 'name @spread', /@spread needs an object/],
  [
    '@spread over types',
    'parent @spread { ... on AgentRun { agent } }',
    /@spread cannot stand over members that depend/,
  ],
  ['@entries', 'labels @entries { key }', /@entries needs a list of which exactly `key` and `value`/],
  ['@next', 'space @next { name }', /@next needs a pageInfo/],
  ['@const', 'space @const(value: 1) { name }', /@const needs a field without a selection/],
  ['@frame', 'name @frame', /@frame is for subscriptions/],
  ['@match', 'name @match(query: "name")', /@match stands at the top of the frame of a subscription/],
  ['@header', 'space { name @header(name: "x") }', /@header stands at the top/],
  [
    '@header in a group',
    '... @group(as: "a") { name @header(name: "x") }',
    /@frame and @header stand outside of groups/,
  ],
  ['@as', 'name @as(type: UNIX_SECONDS)', /@as\(type: UNIX_SECONDS\) cannot write String; it writes DateTime/],
  ['@words', 'phase @words(set: "none")', /@words names the set none/],
  ['a name twice', 'name name: id', /conflict/],
  ['a name twice in a group', '... @group(as: "a") { name } a: id', /a is written twice/],
])('%s where it makes no sense is refused', (_what, selection, message) => {
  expect(faultsOf(good.replace('{ name }', `{ ${selection} }`)).join('\n')).toMatch(message);
});

test('a failure has no shape of its own', () => {
  const stop =
    '"Stops." mutation JochStop($id: ID!) @rest(method: POST, path: "/v1/{id}") { stop(input: { id: $id }) { ... on Failure { message } } }';
  expect(faultsOf(stop)[0]).toMatch(/Failures are written as the convention says/);
});

test("an API's words have one for each value of their enum, and tell them apart when they are read", () => {
  const words = (Phase: Record<string, string>) => ({ ...plainConvention, words: { Phase } });
  const list =
    '"Lists." query JochListRuns($phase: Phase) @rest(method: GET, path: "/v1/runs") { runs(phase: $phase) { pageInfo @next { hasNextPage endCursor } } }';
  const faultsWith = (Phase: Record<string, string>, text = list) => compiled([operation(text)], words(Phase)).faults;
  expect(faultsWith({ RUNNING: 'a', DONE: 'b' })[0]).toBe(
    'convention.ts:1: The words Phase have none for LOST. Add them.',
  );
  expect(faultsWith({ RUNNING: 'a', DONE: 'b', LOST: 'c', X: 'd' })[0]).toMatch(/have X, which the enum has not/);
  expect(faultsWith({ RUNNING: 'a', DONE: 'b', LOST: 'B' })[0]).toMatch(/have "b" twice, so it cannot be read back/);
  const several = list.replace('$phase: Phase', '$phase: [Phase!]').replace('phase: $phase', 'phases: $phase');
  expect(faultsWith({ RUNNING: 'a', DONE: 'b', LOST: 'b' }, several)).toEqual([]);
});

test('an API has sockets only where its convention says how they are', () => {
  const tokens =
    '"Tells." subscription JochTokens @rest(method: GET, path: "/v1/tokens", wire: WS) { tokens { text } }';
  const { socket: _, ...silent } = plainConvention;
  expect(compiled([operation(tokens)]).faults).toEqual([]);
  expect(compiled([operation(tokens)], silent).faults).toEqual([expect.stringMatching(/says nothing of WebSockets/)]);
});

test('an API with operations has a convention', () => {
  expect(compiled([operation(good)], { ...plainConvention, api: 'swarm' }).faults).toEqual([
    expect.stringMatching(/^get-run\.graphql:1: The API joch has operations and no convention/),
  ]);
});
