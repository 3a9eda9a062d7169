import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import { OrreryError } from '../../../src/platform/errors.ts';
import type { Topic } from './topic.ts';

/** What the resolvers of the test schema are given. */
export interface LibraryContext {
  actor: { principalId: string; role: string } | null;
  requestId: string;
  signal: AbortSignal;
  topic: Topic<Tick>;
  /** Counts how often the subscription's payload was resolved. */
  executed: { ticks: number };
}

export interface Tick {
  cursor: string;
  n: number;
  text: string;
}

interface Author {
  kind: 'Author';
  id: string;
  name: string;
}

interface Book {
  kind: 'Book';
  id: string;
  title: string;
  authorId: string;
  printedAt: Date;
}

const authors: Author[] = ['Ada', 'Grace'].map((name, i) => ({ kind: 'Author', id: `a${i}`, name }));
const books: Book[] = Array.from({ length: 100 }, (_, i) => ({
  kind: 'Book',
  id: `b${i}`,
  title: `Book "${i}" ü`,
  authorId: `a${i % 2}`,
  printedAt: new Date(Date.UTC(2020, 0, 1 + i)),
}));

interface Types {
  DefaultFieldNullability: false;
  Context: LibraryContext;
  Scalars: { DateTime: { Input: Date; Output: Date }; JSON: { Input: unknown; Output: unknown } };
}

const builder = new SchemaBuilder<Types>({
  plugins: [ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: {},
  // The type of every builder asks for this as soon as one part of the program imports the plugin; it is not used here.
  scopeAuth: { authScopes: () => ({}) },
});

builder.scalarType('DateTime', {
  serialize: (date) => date.toISOString(),
  parseValue: (value) => {
    const date = new Date(String(value));
    if (Number.isNaN(date.getTime())) throw new TypeError('DateTime must be an ISO 8601 time.');
    return date;
  },
});
builder.scalarType('JSON', { serialize: (value) => value, parseValue: (value) => value });

const ThingRef = builder.interfaceRef<Author | Book>('Thing').implement({
  fields: (t) => ({ id: t.exposeID('id') }),
  resolveType: (thing) => thing.kind,
});
const AuthorRef = builder.objectRef<Author>('Author');
const BookRef = builder.objectRef<Book>('Book');
builder.objectType(AuthorRef, {
  interfaces: [ThingRef],
  fields: (t) => ({
    name: t.exposeString('name'),
    books: t.field({
      type: [BookRef],
      resolve: (author) => books.filter((book) => book.authorId === author.id).slice(0, 2),
    }),
  }),
});
builder.objectType(BookRef, {
  interfaces: [ThingRef],
  fields: (t) => ({
    title: t.exposeString('title'),
    printedAt: t.expose('printedAt', { type: 'DateTime' }),
    author: t.field({
      type: AuthorRef,
      nullable: true,
      resolve: (book) => authors.find((author) => author.id === book.authorId),
    }),
    // A planned failure in a place that may be null.
    price: t.int({
      nullable: true,
      resolve: (book) => {
        throw new OrreryError('RESOURCE_NOT_FOUND', `Nobody sells ${book.id}.`, {
          fix: 'Borrow it.',
          facts: { book: book.id },
        });
      },
    }),
    // The same where null is not allowed, so the book itself becomes null.
    isbn: t.string({
      resolve: async (book) => {
        await Promise.resolve();
        throw new OrreryError('FORBIDDEN', `The ISBN of ${book.id} is private.`);
      },
    }),
  }),
});
const FoundRef = builder.unionType('Found', { types: [AuthorRef, BookRef], resolveType: (thing) => thing.kind });
const ShelfInput = builder.inputType('ShelfInput', {
  fields: (t) => ({
    name: t.string({ required: true }),
    size: t.int({ defaultValue: 3 }),
    since: t.field({ type: 'DateTime' }),
  }),
});
const SizeRef = builder.enumType('Size', { values: ['SMALL', 'LARGE'] as const });
const TickRef = builder.objectRef<Tick>('Tick').implement({
  fields: (t) => ({
    cursor: t.exposeString('cursor'),
    n: t.int({
      resolve: (tick, _args, context) => {
        context.executed.ticks += 1;
        return tick.n;
      },
    }),
    text: t.exposeString('text'),
    viewer: t.string({ nullable: true, resolve: (_tick, _args, context) => context.actor?.role }),
  }),
});

builder.queryType({
  fields: (t) => ({
    hello: t.string({ resolve: () => 'world' }),
    viewer: t.string({
      resolve: (_root, _args, { actor }) => {
        if (!actor) throw new OrreryError('UNAUTHENTICATED', 'Say who you are.');
        return actor.principalId;
      },
    }),
    books: t.field({
      type: [BookRef],
      args: { first: t.arg.int({ defaultValue: 10 }) },
      complexity: ({ first }) => ({ field: 1, multiplier: first ?? 10 }),
      resolve: (_root, { first }) => books.slice(0, first ?? 10),
    }),
    book: t.field({
      type: BookRef,
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }) => books.find((book) => book.id === id),
    }),
    maybeBooks: t.field({ type: [BookRef], nullable: { list: true, items: true }, resolve: () => books.slice(0, 3) }),
    found: t.field({
      type: [FoundRef],
      resolve: async () => [books[0], authors[0]].filter((thing) => thing !== undefined),
    }),
    things: t.field({ type: [ThingRef], resolve: () => [books[1], authors[1]].filter((thing) => thing !== undefined) }),
    matrix: t.field({ type: t.listRef(t.listRef('Int', { nullable: true })), resolve: () => [[1, null, 3], [], [4]] }),
    echo: t.field({
      type: 'JSON',
      nullable: true,
      args: {
        value: t.arg({ type: 'JSON' }),
        shelf: t.arg({ type: ShelfInput }),
        at: t.arg({ type: 'DateTime' }),
        ids: t.arg.idList(),
        count: t.arg.int({ required: true, defaultValue: 7 }),
      },
      // In an order of its own: that of the arguments is up to the executor.
      resolve: (_root, { value, shelf, at, ids, count }) => ({ value, shelf, at, ids, count }),
    }),
    broken: t.string({
      nullable: true,
      resolve: () => {
        throw new Error('password=hunter2 select * from secrets');
      },
    }),
    brokenScalar: t.int({ nullable: true, resolve: () => 'not a number hunter2' as unknown as number }),
    missing: t.string({ resolve: () => null as unknown as string }),
    brokenType: t.field({ type: FoundRef, nullable: true, resolve: () => ({ kind: 'Nothing' }) as unknown as Book }),
    // A property that is a method and one that is a promise, found without a resolver of their own.
    lazy: t.field({
      type: builder.objectRef<object>('Lazy').implement({
        fields: (lazy) => ({
          method: lazy.expose('method' as never, { type: 'String' }),
          promise: lazy.expose('promise' as never, { type: 'String' }),
        }),
      }),
      resolve: () => ({ method: () => 'called', promise: Promise.resolve('kept') }),
    }),
    texts: t.field({
      type: t.listRef('String', { nullable: true }),
      resolve: () => [
        '',
        '"',
        '\\',
        '\u0000\n\u001f\u007f',
        'ü€😀',
        '\ud800',
        '\u2028',
        'x'.repeat(100),
        `${'x'.repeat(100)}"`,
        null,
      ],
    }),
    numbers: t.field({
      type: ['Float'],
      resolve: () => [0, -0, 1.5, 1e21, 1e-7, -123456789.125, Number.MAX_SAFE_INTEGER],
    }),
    size: t.field({ type: SizeRef, nullable: true, resolve: () => 'LARGE' as const }),
    nothing: t.field({ type: [BookRef], nullable: true, resolve: () => null }),
    slowly: t.string({ resolve: () => new Promise<string>((resolve) => setImmediate(() => resolve('at last'))) }),
    waits: t.boolean({
      resolve: (_root, _args, { signal, topic }) =>
        new Promise<boolean>((resolve) => {
          topic.notice('waiting');
          signal.addEventListener('abort', () => {
            topic.notice('aborted');
            resolve(true);
          });
        }),
    }),
  }),
});

let shelves = 0;
builder.mutationType({
  fields: (t) => ({
    // Ends when the test says so, and tells whether it was told to stop before.
    finish: t.boolean({
      resolve: async (_root, _args, { signal, topic }) => {
        topic.notice('started');
        await topic.until(() => topic.noticed('may finish') > 0);
        topic.notice(signal.aborted ? 'gave up' : 'finished');
        return true;
      },
    }),
    addShelf: t.field({
      type: 'Int',
      args: { shelf: t.arg({ type: ShelfInput, required: true }) },
      resolve: () => ++shelves,
    }),
  }),
});

builder.subscriptionType({
  fields: (t) => ({
    ticks: t.field({
      type: TickRef,
      args: { after: t.arg.string(), room: t.arg.string() },
      subscribe: (_root, { after }, { topic, signal }) => topic.subscribe(after ?? undefined, signal),
      resolve: (tick) => tick as Tick,
    }),
    forbidden: t.field({
      type: TickRef,
      subscribe: () => {
        throw new OrreryError('FORBIDDEN', 'Not for you.');
      },
      resolve: (tick) => tick as Tick,
    }),
    breaks: t.field({
      type: TickRef,
      subscribe: async function* () {
        yield { cursor: 'c1', n: 1, text: '' };
        throw new Error('hunter2');
      },
      resolve: (tick) => tick as Tick,
    }),
  }),
});

/** A schema with everything that executors are known to disagree about. */
export const librarySchema = builder.toSchema();
