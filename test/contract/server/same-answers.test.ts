import { execute, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask, graphql, type Library, library } from './harness.ts';
import { librarySchema } from './library-schema.ts';

interface Operation {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

const fragments = `
  fragment BookParts on Book { title author { ...AuthorParts } printedAt }
  fragment AuthorParts on Author { name books { id } }
`;

const tricky: Record<string, Operation> = {
  'a plain field': { query: '{ hello }' },
  'nested fragments': { query: `{ books(first: 3) { id ...BookParts } } ${fragments}` },
  'a skipped field': { query: 'query ($no: Boolean!) { hello @skip(if: $no) again: hello }', variables: { no: true } },
  'a field that is included': {
    query: 'query ($yes: Boolean!) { hello @include(if: $yes) }',
    variables: { yes: true },
  },
  'one fragment under two conditions': {
    query: `query ($a: Boolean!, $b: Boolean!) {
      one: books(first: 1) { ...T @include(if: $a) id } two: books(first: 1) { ...T @include(if: $b) id }
    } fragment T on Book { title author { name } }`,
    variables: { a: true, b: false },
  },
  'a field asked for twice, once skipped': {
    query: 'query ($a: Boolean!) { books(first: 1) { title @skip(if: $a) ... on Book { title } } }',
    variables: { a: true },
  },
  'a union': { query: '{ found { __typename ... on Book { title } ... on Author { name books { title } } } }' },
  'an interface': { query: '{ things { id __typename ... on Author { name } ... on Book { author { name } } } }' },
  'lists of lists': { query: '{ matrix }' },
  'strings and numbers of every kind': { query: '{ texts numbers size nothing { id } }' },
  aliases: { query: '{ b: books(first: 1) { x: title y: title } a: hello }' },
  'custom scalars in variables': {
    query: 'query ($value: JSON, $at: DateTime) { echo(value: $value, at: $at) }',
    variables: { value: { deep: [1, { a: null }] }, at: '2026-01-02T03:04:05Z' },
  },
  'custom scalars as literals': { query: '{ echo(value: { a: [1, "x", null], b: TRUE }, at: "2026-01-02") }' },
  'a variable inside a literal': { query: 'query ($x: JSON) { echo(value: { a: [$x] }) }', variables: { x: 5 } },
  'input objects with defaults': {
    query: 'query ($name: String!) { echo(shelf: { name: $name }) }',
    variables: { name: 'n' },
  },
  'an absent variable': { query: 'query ($ids: [ID!]) { echo(ids: $ids) }' },
  'a variable that is null where a default stands': {
    query: 'query ($n: Int) { echo(count: $n) }',
    variables: { n: null },
  },
  'an absent variable where a default stands': { query: 'query ($n: Int) { echo(count: $n) }' },
  'a single value for a list': { query: 'query ($ids: [ID!]) { echo(ids: $ids) }', variables: { ids: 7 } },
  'a planned error where null is allowed': { query: '{ books(first: 2) { title price } }' },
  'a planned error where null is not allowed': { query: '{ book(id: "b1") { title isbn } hello }' },
  'errors that empty a list partly': { query: '{ maybeBooks { id isbn price } }' },
  'an error that empties everything': { query: '{ hello books(first: 2) { isbn } }' },
  'an unplanned error': { query: '{ hello broken }' },
  'null where it is not allowed': { query: '{ hello missing }' },
  'a value that its scalar refuses': { query: '{ hello brokenScalar }' },
  'a value of no known type': { query: '{ hello brokenType { ... on Book { id } } }' },
  'properties that are methods and promises': { query: '{ lazy { method promise } }' },
  'two operations, the second': { query: 'query A { hello } query B { matrix }', operationName: 'B' },
  'two operations, the first': { query: 'query A { hello } query B { matrix }', operationName: 'A' },
  'no such operation': { query: 'query A { hello }', operationName: 'C' },
  'no choice between two operations': { query: 'query A { hello } query B { hello }' },
  'a syntax error': { query: '{ hello' },
  'an unknown field': { query: '{ nothing }' },
  'a missing variable': { query: 'query ($id: ID!) { book(id: $id) { id } }' },
  'a variable of the wrong type': {
    query: 'query ($first: Int) { books(first: $first) { id } }',
    variables: { first: 'x' },
  },
  'too much': { query: '{ books(first: 100) { author { books { author { books { id } } } } } }' },
  introspection: { query: '{ __schema { queryType { name } } __type(name: "Book") { fields { name } } }' },
};

const requestId = 'same-for-all';

for (const [name, operation] of Object.entries(tricky)) {
  test(`every way to ask gives the same bytes: ${name}`, async () => {
    const server = await library();
    const first = await post(server, operation);
    const again = await post(server, operation);
    expect(await post(server, operation)).toBe(again);
    expect(again, 'compiled as interpreted').toBe(first);
    expect(await get(server, operation), 'GET').toBe(first);
    expect(await form(server, operation), 'form').toBe(first);
    expect(await parts(server, operation), 'through Yoga').toBe(first);
    expect(await eventStream(server, operation), 'SSE').toBe(first);
    expect(await socket(server, operation), 'WebSocket').toEqual(JSON.parse(first));
  });
}

test('data is what graphql-js gives', async () => {
  const server = await library();
  const contextValue = { topic: server.topic, executed: server.executed, actor: null };
  for (const [name, { query, variables, operationName }] of Object.entries(tricky)) {
    const answer = JSON.parse(await post(server, tricky[name] ?? { query }));
    if (answer.data === undefined) continue;
    const result = await execute({
      schema: librarySchema,
      document: parse(query),
      contextValue,
      variableValues: variables,
      operationName,
    });
    expect(JSON.stringify(answer.data), name).toBe(JSON.stringify(result.data));
    expect(answer.errors?.length, name).toBe(result.errors?.length);
  }
});

test('an unplanned error is masked on the wire and whole in the log', async () => {
  const server = await library();
  const answer = (await graphql(server, '{ broken }', { headers: { 'x-request-id': 'look-here' } })).json();
  expect(answer).toEqual({
    errors: [
      {
        message: 'Something went wrong on our side.',
        locations: [{ line: 1, column: 3 }],
        path: ['broken'],
        extensions: { code: 'INTERNAL', retryable: true, requestId: 'look-here' },
      },
    ],
    data: { broken: null },
  });
  const logged = server.lines.find((line) => line.level === 'error');
  expect(logged?.facts).toMatchObject({
    requestId: 'look-here',
    path: 'broken',
    err: { message: expect.stringContaining('hunter2') },
  });
});

test('a planned error says its code, what to do and its facts', async () => {
  const server = await library();
  const [error] = (await graphql(server, '{ book(id: "b1") { price } }')).json().errors ?? [];
  expect(error).toMatchObject({
    message: 'Nobody sells b1.',
    path: ['book', 'price'],
    extensions: {
      code: 'RESOURCE_NOT_FOUND',
      retryable: false,
      fix: 'Borrow it.',
      book: 'b1',
      requestId: expect.stringMatching(/^req_/),
    },
  });
});

test('a document is compiled on its second use, and not when only the interpreter is right', async () => {
  const { server } = await library();
  const run = async (query: string) => {
    const plan = server.operations.prepare({ query });
    for (let i = 0; i < 2; i++) {
      await server.operations.run(plan, { actor: null, requestId, signal: new AbortController().signal });
    }
    return plan.speed.state;
  };
  expect(await run('{ hello }')).toBe('compiled');
  expect(await run(`{ books(first: 3) { ...BookParts } } ${fragments}`)).toBe('compiled');
  expect(await run('{ found { __typename } }')).toBe('compiled');
  expect(await run('{ lazy { method } }')).toBe('interpreted');
  expect(await run('{ echo(at: "2026-01-01") }')).toBe('interpreted');
  expect(await run('{ hello ... @defer { slowly } }')).toBe('interpreted');
  expect(await run('mutation { addShelf(shelf: { name: "x" }) }')).toBe('interpreted');
});

async function post(server: Library, operation: Operation): Promise<string> {
  return (await ask(server, { body: operation, headers: { 'x-request-id': requestId } })).text;
}

function searchOf({ query, variables, operationName }: Operation): string {
  return String(
    new URLSearchParams({
      query,
      ...(variables && { variables: JSON.stringify(variables) }),
      ...(operationName && { operationName }),
    }),
  );
}

async function get(server: Library, operation: Operation): Promise<string> {
  return (
    await ask(server, {
      method: 'GET',
      path: `/graphql?${searchOf(operation)}`,
      headers: { 'x-request-id': requestId },
    })
  ).text;
}

async function form(server: Library, operation: Operation): Promise<string> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'graphql-require-preflight': '1',
    'x-request-id': requestId,
  };
  return (await ask(server, { body: searchOf(operation), headers })).text;
}

async function parts(server: Library, operation: Operation): Promise<string> {
  const headers = { accept: 'multipart/mixed', 'x-request-id': requestId };
  const { text } = await ask(server, { body: operation, headers });
  const [, part] = /^\r\n---\r\n(?:[^\r]+\r\n)*\r\n(.*)\r\n-----\r\n$/s.exec(text) ?? [];
  return part ?? `not one part: ${text}`;
}

async function eventStream(server: Library, operation: Operation): Promise<string> {
  const { text } = await ask(server, {
    body: operation,
    headers: { accept: 'text/event-stream', 'x-request-id': requestId },
  });
  const [, data] = /^:\n\nevent: next\ndata: (.*)\n\nevent: complete\ndata:\n\n$/s.exec(text) ?? [];
  return data ?? `not an event stream: ${text}`;
}

/** The payload of the socket's answer; its request ids are its own. */
async function socket({ url }: Library, operation: Operation): Promise<unknown> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const payload = await new Promise<object>((resolve) => {
    let last = {};
    client.subscribe(operation, {
      next: (value) => {
        last = value;
      },
      error: (errors) => resolve({ errors }),
      complete: () => resolve(last),
    });
  });
  await client.dispose();
  return JSON.parse(JSON.stringify(payload).replace(/req_[0-9a-z]+/g, requestId));
}
