import fc from 'fast-check';
import type { Route } from '../../../rest-compat/runtime/route.ts';
import type { Example } from './example.ts';

/** A request as its bytes go out: `path` has its query, and nothing of it is encoded any more. */
export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** Texts that have broken some server. */
const texts = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '0', '-1', '1e999', 'NaN', 'null', 'true', '[]', '{}', '""', '*', ',', '=', 'a=b=c', '!x', 'in ()'],
    ...[
      '99999999999999999999',
      '-9223372036854775809',
      '0x10',
      '1.5',
      '٣',
      '..',
      '../..',
      '/',
      '\\',
      "'; drop table x",
    ],
    ...['2026-13-45T99:99:99Z', '0000-00-00', '+275760-09-13T00:00:00Z', '1h', '-1s', '99999999h', 'P1Y'],
    ...['__proto__', 'constructor', 'toString', '{{7*7}}', '%s%n', '<script>', '\u202Eabc', 'é', 'e\u0301', '😀'],
    ...['\0', 'a\0b', '\r\nx: y', '\uFEFF', '\uFFFD', 'a'.repeat(300), 'a'.repeat(5_000)],
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Any JSON value, with names and numbers that have broken some server. */
const json = fc.oneof(
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 2, arbitrary: texts },
  fc.constantFrom<unknown>(
    ...[null, true, 0, -0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2, 2 ** 31, '\ud800', [], {}, [[]], [null]],
    ...[{ __proto__x: 1 }, { constructor: { prototype: 1 } }, { '': '' }, { 'a.b': 1 }, { kind: 'x' }],
    ...[nested(40), nested(4_000), Array.from({ length: 3_000 }, () => 0)],
  ),
);

function nested(depth: number): unknown {
  return JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
}

/** Bodies that are no JSON, or hardly. */
const rawBodies = fc.constantFrom(
  ...['', ' ', '{', '[', '"', 'nul', '{"a":1,}', '{"a":1}{"b":2}', '{"a":1,"a":2}', "{'a':1}", '\uFEFF{}', '1e999'],
  ...['{"__proto__":{"x":1}}', '"\\ud800"', '"\\u0000"', '--- a\n--- b\n', 'a: *b', '!!js/function x', 'a: {', '\t- a'],
  ...[bomb(), `${'['.repeat(100_000)}`, '&a [*a]', 'a: 2026-13-45', 'kind: [', '? {a: 1}\n: b'],
);

/** Aliases that would grow to a billion. */
function bomb(): string {
  const rows = [...'abcdefghi'].map((name, index, all) =>
    index === 0 ? `${name}: &${name} [x,x,x,x,x,x,x,x,x]` : `${name}: &${name} [${`*${all[index - 1]},`.repeat(9)}]`,
  );
  return rows.join('\n');
}

const rawBytes = fc.oneof(
  fc.constantFrom(Buffer.from([0xff, 0xfe]), Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x7d]), Buffer.alloc(64)),
  fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
);

const headerNames = [
  ...['if-match', 'if-none-match', 'last-event-id', 'idempotency-key', 'x-idempotency-key', 'prefer', 'accept'],
  ...['accept-encoding', 'accept-language', 'x-request-id', 'traceparent', 'origin', 'cookie', 'range', 'x-api-key'],
  ...['content-type', 'content-encoding', 'x-http-method-override', 'authorization', 'x-forwarded-for', 'referer'],
  ...['sec-websocket-protocol', 'if-unmodified-since', 'x-namespace', 'x-correlation-id', 'x-tenant-id', 'te'],
];

const headerTexts = fc.oneof(
  fc.constantFrom(
    ...['', '*', '"', '""', 'W/"', '"1", "2"', 'W/*', '0', '-1', 'return=explain', 'return=', ';', ',', ', ,', '=;='],
    ...['application/json; charset=utf-16', 'text/event-stream', 'application/yaml', 'multipart/form-data', '*/*;q=x'],
    ...['gzip', 'br, gzip', 'identity', 'WATCH', 'DELETE', 'null', 'Bearer', 'Bearer ', 'Basic eA==', 'bearer a b'],
    ...['00-00000000000000000000000000000000-0000000000000000-00', 'bytes=0-0', 'é', '\u00ff\u00fe', 'x'.repeat(4_000)],
  ),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 30 }),
);

/** What stands in place of a path's placeholder, encoded or not. */
const pathTexts = fc.oneof(
  texts.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%', '%zz', '%ff', '%c3%28', '%2e%2e', '%2F', '%00', '..;a', 'a;b=c', 'a:b', '~', '$', '(x)', '%25'),
);

const queryTexts = fc.oneof(
  texts.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%', '%zz', '%ff', '%c3%28', '+', '&', '%00', '=', '%26'),
);

/** A request to `route` with something about it made wrong; `good` is one that succeeds, with the headers of its caller. */
export function hostileRequests(
  route: Route,
  good: Example & { headers: Record<string, string> },
): fc.Arbitrary<HostileRequest> {
  return fc
    .record({
      path: pathOf(route, good),
      query: queryOf(route, good),
      headers: headersOf(good),
      body: bodyOf(route, good),
    })
    .map(({ path, query, headers, body }) => {
      const isJson = body !== undefined && headers['content-type'] === undefined;
      return {
        method: route.method,
        path: query === '' ? path : `${path}?${query}`,
        headers: isJson ? { ...headers, 'content-type': 'application/json' } : headers,
        body,
      };
    });
}

function pathOf(route: Route, { path = {} }: Example): fc.Arbitrary<string> {
  const parts = route.path.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return fc.constant(part);
    const right = fc.constant(encodeURIComponent(path[name] ?? 'unknown'));
    return fc.oneof({ weight: 4, arbitrary: right }, pathTexts);
  });
  return fc.tuple(...parts).map((written) => written.join(''));
}

function queryOf({ bindings, when }: Route, { query = '' }: Example): fc.Arbitrary<string> {
  const names = bindings.flatMap(({ in: from, names }) => (from === 'query' ? names : []));
  const name = fc.constantFrom(...names, ...names, 'unknown', '__proto__', 'a[b]', '');
  const wrong = fc.array(fc.tuple(name, queryTexts), { maxLength: 4 });
  const flag = when?.query === undefined ? [] : [`${when.query}=true`];
  return wrong.map((pairs) =>
    [...flag, query, ...pairs.map(([key, value]) => `${key}=${value}`)].filter(Boolean).join('&'),
  );
}

function headersOf({ headers }: { headers: Record<string, string> }): fc.Arbitrary<Record<string, string>> {
  const some = fc.array(fc.tuple(fc.constantFrom(...headerNames), headerTexts), { maxLength: 2 });
  return fc
    .oneof({ weight: 2, arbitrary: fc.constant([]) }, some)
    .map((pairs) => ({ ...headers, ...Object.fromEntries(pairs) }));
}

function bodyOf({ body }: Route, { body: good }: Example): fc.Arbitrary<Buffer | undefined> {
  if (body === null) return fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, rawBytes);
  const text = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  const whole = json.map((value) => Buffer.from(JSON.stringify(value)));
  return fc.oneof(
    { weight: 6, arbitrary: mutated(good).map(text) },
    { weight: 2, arbitrary: whole },
    rawBodies.map((raw) => Buffer.from(raw)),
    rawBytes,
    fc.constant(undefined),
  );
}

/** The value with one of its members, at any depth, taken out, replaced or given a neighbour. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  const ways = waysInto(value);
  if (ways.length === 0) return json;
  return fc
    .record({ way: fc.constantFrom(...ways), put: json, how: fc.constantFrom('remove', 'replace', 'replace', 'add') })
    .map(({ way, put, how }) => {
      const copy: unknown = structuredClone(value);
      const last = way.at(-1) ?? '';
      const place = way.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], copy) as Record<
        string,
        unknown
      >;
      if (how === 'remove') delete place[last];
      else place[how === 'add' ? `${last}2` : last] = put;
      return copy;
    });
}

function waysInto(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...waysInto(inner).map((way) => [key, ...way])]);
}
