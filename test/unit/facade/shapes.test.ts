import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import type { Member, Shape } from '../../../rest-compat/runtime/route.ts';
import { fragments, plainConvention, routeOf, smallSchema } from '../../support/facade.ts';

function run(selection: string): string {
  return `"Gets a run." query JochGetRun($id: ID!) @rest(method: GET, path: "/v1/runs/{id}") { run(id: $id) { ${selection} } }`;
}

const stop = (selection: string) =>
  `"Stops." mutation JochStop($id: ID!) @rest(method: POST, path: "/v1/{id}/stop") { stop(input: { id: $id }) { ${selection} } }`;

const watch = (selection: string) =>
  `"Watches." subscription JochWatch($after: Cursor) @rest(method: GET, path: "/v1/events", wire: SSE) { events(after: $after) { ${selection} } }`;

/** A shape as the members it writes and where each comes from. */
function outline(shape: Shape): unknown {
  if (shape.kind === 'list') return { each: outline(shape.item), at: shape.at };
  if (shape.kind !== 'object') return shape.kind === 'scalar' ? shape.type : shape.kind;
  const members = outlines(shape.members);
  if (!shape.byType) return members;
  return {
    ...members,
    byType: Object.fromEntries(Object.entries(shape.byType).map(([type, own]) => [type, outlines(own)])),
  };
}

function outlines(members: readonly Member[]): object {
  return Object.fromEntries(members.map(({ name, from, shape }) => [`${name} <- ${from.join('.')}`, outline(shape)]));
}

test('what the executor is given is valid in the schema and has nothing of the facade', () => {
  const { document } = routeOf(
    run('a: name @hide ... @group(as: "meta") { id } labels @entries { key value } phase @as(type: LOWER)'),
  );
  expect(validate(smallSchema, parse(document))).toEqual([]);
  expect(document).not.toContain('@');
});

test('a group is an object of its own that may use names used beside it', () => {
  const { shape, document } = routeOf(
    run('name ... @group(as: "meta-data") { name: id ... @group(as: "in") { name: phase } }'),
  );
  expect(outline(shape)).toEqual({
    'name <- name': 'string',
    'meta-data <- ': { 'name <- meta_data_name': 'string', 'in <- ': { 'name <- meta_data_in_name': 'enum' } },
  });
  expect(validate(smallSchema, parse(document))).toEqual([]);
});

test('groups of one name become one', () => {
  const { shape } = routeOf(run('... @group(as: "a") { id } name ... @group(as: "a") { phase }'));
  expect(outline(shape)).toEqual({
    'a <- ': { 'id <- a_id': 'string', 'phase <- a_phase': 'enum' },
    'name <- name': 'string',
  });
});

test('a lifted field stands in place of its object, through every null on the way', () => {
  const { shape } = routeOf(run('space @lift { name } up: parent @lift { space @lift { name } }'));
  expect(outline(shape)).toEqual({ 'space <- space.name': 'string', 'up <- up.space.name': 'string' });
  const nullable = shape.kind === 'object' ? shape.members.map((member) => member.shape.isNullable) : [];
  expect(nullable).toEqual([false, true]);
});

test('a lifted list is a list of what its items had', () => {
  const list =
    '"Lists." query JochListRuns @rest(method: GET, path: "/v1/runs") { runs { items: edges @lift { node { name } } next: pageInfo @next { hasNextPage endCursor } } }';
  expect(outline(routeOf(list).shape)).toEqual({
    'items <- items': { each: { 'name <- name': 'string' }, at: ['node'] },
    'next <- next': 'next',
  });
  const names = list.replace('node {', 'node @lift {');
  expect(outline(routeOf(names).shape)).toMatchObject({ 'items <- items': { each: 'string', at: ['node', 'name'] } });
});

test('a lifted root says where in its value the answer stands', () => {
  const list =
    '"Lists." query JochListRuns @rest(method: GET, path: "/v1/runs") { runs @lift { edges @lift { node { name } } } }';
  const route = routeOf(list);
  expect(route).toMatchObject({ rootKey: 'runs', rootAt: ['edges'] });
  expect(outline(route.shape)).toEqual({ each: { 'name <- name': 'string' }, at: ['node'] });
});

test('what is lifted out of a nullable root is not null for that, because a null root is told as a failure', () => {
  const name = run('name').replace('run(id: $id)', 'run(id: $id) @lift');
  expect(routeOf(name)).toMatchObject({ rootAt: ['name'], shape: { kind: 'scalar', isNullable: false } });
  expect(routeOf(name.replace('{ name }', '{ output }'))).toMatchObject({ shape: { isNullable: true } });
});

test('spread members stand beside the object that they come from', () => {
  expect(outline(routeOf(run('id parent @spread { name space @spread { of: name } }')).shape)).toEqual({
    'id <- id': 'string',
    'name <- parent.name': 'string',
    'of <- parent.space.of': 'string',
  });
});

test('a constant is written and not asked for', () => {
  const { shape, document } = routeOf(
    run('kind: __typename @const(value: "Run") n: __typename @const(value: { a: [1] })'),
  );
  expect(shape).toMatchObject({
    members: [
      { name: 'kind', shape: { const: 'Run' } },
      { name: 'n', shape: { const: { a: [1] } } },
    ],
  });
  expect(document).not.toContain('kind');
});

test('several root fields are members of the answer', () => {
  const both = '"Both." query JochBoth @rest(method: GET, path: "/v1/both") { motto names { name } }';
  const route = routeOf(both);
  expect(route.rootKey).toBeUndefined();
  expect(outline(route.shape)).toEqual({
    'motto <- motto': 'string',
    'names <- names': { each: { 'name <- name': 'string' }, at: [] },
  });
});

test('members under a type are kept by type, also when types give one name to different values', () => {
  const { shape, document } = routeOf(run('name ... on AgentRun { detail } ... on JobRun { detail job }'));
  expect(outline(shape)).toEqual({
    'name <- name': 'string',
    byType: {
      AgentRun: { 'detail <- AgentRun_detail': 'integer' },
      JobRun: { 'detail <- JobRun_detail': 'string', 'job <- JobRun_job': 'string' },
    },
  });
  expect(document).toContain('_type: __typename');
  expect(validate(smallSchema, parse(document))).toEqual([]);
});

test('a fragment that every type satisfies adds its members to all of them', () => {
  const shape = fragments('fragment JochRun on Run { name phase }');
  const route = routeOf(stop('...JochRun'), plainConvention, shape);
  expect(outline(route.shape)).toEqual({ 'name <- name': 'string', 'phase <- phase': 'enum' });
  expect(route.shape).toMatchObject({ schemaName: 'JochRun', isNullable: false });
});

test('failures of the root are asked for under reserved names, and are no part of the shape', () => {
  const route = routeOf(stop('... on Run { name }'));
  expect(route.failures).toEqual(['EXECUTION_NOT_FOUND', 'EXECUTION_STATE_CONFLICT']);
  expect(route.document).toMatch(
    /\.\.\. on Failure \{\s+_code: code\s+_message: message\s+_fix: fix\s+_retryable: retryable\s+_facts: facts/,
  );
  expect(route.statuses).toEqual([400, 401, 403, 404, 409]);
});

test('events carry their cursor, gaps their ends, and only types with members are frames', () => {
  const route = routeOf(watch('type: __typename @frame(show: false) ... on RunEnded { at phase }'));
  expect(Object.keys(route.shape.kind === 'object' ? (route.shape.byType ?? {}) : {})).toEqual(['RunEnded']);
  expect(route.shape).toMatchObject({ members: [{ name: 'type', isFrame: true, isHidden: true }] });
  expect(route.document).toContain('_type: __typename');
  expect(route.document.replaceAll(/\s+/g, ' ')).toContain(
    '... on JournalEvent { _cursor: cursor } ... on Bookmark { _cursor: cursor } ... on StreamGap { _from: from _to: to _reason: reason }',
  );
  expect(validate(smallSchema, parse(route.document))).toEqual([]);
});

test('an enum has the words of its API unless it says how it is written', () => {
  const { shape } = routeOf(run('phase low: phase @as(type: LOWER) done @words(set: "truth") raw: parent { phase }'));
  expect(shape).toMatchObject({
    members: [
      { shape: { words: 'Phase' } },
      { shape: { as: 'LOWER' } },
      { shape: { words: 'truth' } },
      { shape: { members: [{ shape: { words: 'Phase' } }] } },
    ],
  });
  expect((shape.kind === 'object' && shape.members[1]?.shape) || {}).not.toHaveProperty('words');
});

test('members are left out as the convention says, or as they say themselves', () => {
  const selection = 'name id @omit phase @omit(empty: false) output @default(value: 0)';
  const omits = (emptiness: 'keep' | 'omit-null' | 'omit-empty') => {
    const { shape } = routeOf(run(selection), { ...plainConvention, emptiness });
    return shape.kind === 'object' ? shape.members.map(({ omit }) => omit) : [];
  };
  expect(omits('keep')).toEqual(['never', 'empty', 'never', 'never']);
  expect(omits('omit-null')).toEqual(['null', 'empty', 'never', 'null']);
  expect(omits('omit-empty')).toEqual(['empty', 'empty', 'never', 'empty']);
});

test('what is included on a condition may be missing', () => {
  const text = run('name id @include(if: $more)').replace('$id: ID!', '$id: ID!, $more: Boolean! = false');
  expect(routeOf(text, { ...plainConvention, emptiness: 'keep' }).shape).toMatchObject({
    members: [
      { name: 'name', omit: 'never' },
      { name: 'id', omit: 'null', shape: { isNullable: true } },
    ],
  });
});
