import fs from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { compileRoutes } from '../../rest-compat/compiler/compile.ts';
import { placeOf } from '../../rest-compat/compiler/fault.ts';
import type { SourceFile } from '../../rest-compat/compiler/source.ts';
import type { Convention } from '../../rest-compat/runtime/convention.ts';
import type { Route } from '../../rest-compat/runtime/route.ts';

const failure = 'code: String! message: String! fix: String retryable: Boolean! facts: JSON!';

/** A small graph with one of everything that the compiler treats in its own way. */
export const smallSchema: GraphQLSchema = buildSchema(`
  scalar JSON scalar Cursor scalar DateTime scalar Duration scalar Decimal
  enum Phase { RUNNING DONE LOST }
  interface Failure { ${failure} }
  type RunNotFound implements Failure { ${failure} }
  type ExecutionNotFound implements Failure { ${failure} }
  type ExecutionStateConflict implements Failure { ${failure} }
  type Label { key: String! value: String! }
  type Space { name: String! }
  "Something that runs."
  interface Run { id: ID! "What it is called." name: String! phase: Phase! space: Space! parent: Run labels: [Label!]! at: DateTime! tookFor: Duration output: JSON done: Boolean! }
  type AgentRun implements Run { id: ID! name: String! phase: Phase! space: Space! parent: Run labels: [Label!]! at: DateTime! tookFor: Duration output: JSON done: Boolean! agent: String! detail: Int! }
  type JobRun implements Run { id: ID! name: String! phase: Phase! space: Space! parent: Run labels: [Label!]! at: DateTime! tookFor: Duration output: JSON done: Boolean! job: String! detail: String }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type RunEdge { cursor: String! node: Run! }
  type RunConnection { edges: [RunEdge!]! pageInfo: PageInfo! }
  union StopResult = AgentRun | JobRun | ExecutionNotFound | ExecutionStateConflict
  interface JournalEvent { cursor: Cursor! at: DateTime! type: String! }
  type RunStarted implements JournalEvent { cursor: Cursor! at: DateTime! type: String! run: Run! }
  type RunEnded implements JournalEvent { cursor: Cursor! at: DateTime! type: String! run: Run! phase: Phase! }
  type Bookmark { cursor: Cursor! }
  type StreamGap { from: Cursor! to: Cursor! reason: String! }
  union Event = RunStarted | RunEnded | Bookmark | StreamGap
  type Token { text: String }
  input StopInput { "Which run." id: ID! phase: Phase reason: String }
  type Query {
    run(id: ID! at: DateTime): Run
    runs(first: Int phases: [Phase!] phase: Phase labels: [LabelInput!]): RunConnection!
    names: [Space!]!
    motto: String!
  }
  input LabelInput { key: String! value: String! }
  type Mutation { stop(input: StopInput!): StopResult! }
  type Subscription { events(after: Cursor): Event! tokens: Token! }
`);

/** An API whose answers are bare and whose errors are `{ error }`. */
export const plainConvention: Convention = {
  api: 'joch',
  title: 'Joch',
  summary: 'For tests.',
  version: 'v1',
  defaultPort: 8080,
  prefixes: ['/v1/'],
  maxBodyBytes: 1000,
  emptiness: 'omit-null',
  words: { Phase: { RUNNING: 'Running', DONE: 'Done', LOST: 'Lost' }, truth: { true: 'yes', false: 'no' } },
  success: (json) => json,
  successSchema: (data) => data,
  error: ({ status, message }) => ({
    status,
    contentType: 'application/json',
    body: JSON.stringify({ error: message }),
  }),
  errorStatus: (status) => status,
  errorSchema: {
    contentType: 'application/json',
    schema: { type: 'object', properties: { error: { type: 'string' } } },
  },
  token: ({ authorization }) => authorization?.replace('Bearer ', ''),
  socket: { maxMessageBytes: 4096, pingMs: 30_000, idleMs: 90_000 },
  stream: {
    heartbeat: ': \n\n',
    gap: () => ({ data: '{}' }),
    error: () => ({ data: '{}' }),
    namesEvents: true,
    hasIds: true,
  },
};

export const directives: string = fs.readFileSync('rest-compat/directives.graphql', 'utf8');

/** An operation of Joch in the file that its name asks for. */
export function operation(
  text: string,
  file = `${kebab(/\bJoch(\w+)/.exec(text)?.[1] ?? 'unnamed')}.graphql`,
): SourceFile {
  return { file: `rest-compat/apis/joch/operations/${file}`, text, api: 'joch', kind: 'operation' };
}

/** A file of fragments of Joch. */
export function fragments(text: string): SourceFile {
  return { file: 'rest-compat/apis/joch/fragments/shapes.graphql', text, api: 'joch', kind: 'fragment' };
}

/** Compiles sources against the small graph; faults as `file:line: message`, the file without its folders. */
export function compiled(sources: readonly SourceFile[], convention: Convention = plainConvention) {
  const input = { schema: smallSchema, directives, sources, conventions: { [convention.api]: convention } };
  const { routes, faults } = compileRoutes(input);
  const lines = faults.all.map((fault) => {
    const { file, line } = placeOf(fault);
    return `${file.slice(file.lastIndexOf('/') + 1)}:${line}: ${fault.message}`;
  });
  return { routes, faults: lines };
}

/** The route of one operation that has to compile. */
export function routeOf(text: string, convention?: Convention, ...more: SourceFile[]): Route {
  const { routes, faults } = compiled([...more, operation(text)], convention);
  const [route] = routes;
  if (!route || faults.length > 0) throw new Error(faults.join('\n'));
  return route;
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z])([A-Z])/g, '-$1').toLowerCase();
}
