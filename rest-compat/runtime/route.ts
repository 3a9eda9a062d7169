/** The APIs that the facade serves. `openai` and `anthropic` are the compatibility endpoints. */
export const apiNames = ['joch', 'swarm', 'orloj', 'roboticus', 'fabric', 'openai', 'anthropic'] as const;
export type ApiName = (typeof apiNames)[number];

export type Wire = 'JSON' | 'TEXT' | 'SSE' | 'WS' | 'NDJSON' | 'WATCH' | 'BYTES' | 'REDIRECT';
export type BodyType = 'JSON' | 'JSON_OR_YAML' | 'TEXT';
export type Reading =
  | 'LABEL_SELECTOR'
  | 'NAME_SELECTOR'
  | 'ETAG'
  | 'RESOURCE_VERSION'
  | 'QUOTED'
  | 'LIST'
  | 'LABELS'
  | 'TEXT'
  | 'SECONDS'
  | 'MINUTES'
  | 'MILLISECONDS'
  | 'JSON_TEXT'
  | 'SNAKE_CASE';
export type Writing =
  | 'NUMBER'
  | 'STRING'
  | 'LOWER'
  | 'UNIX_SECONDS'
  | 'UNIX_MILLISECONDS'
  | 'SECONDS'
  | 'SQL_TIME'
  | 'JSON_TEXT'
  | 'LENGTH'
  | 'DURATION_MS'
  | 'DURATION_SECONDS'
  | 'DURATION_MINUTES';

/** A plain JSON Schema. */
export type JsonSchema = { [keyword: string]: unknown };

/** Where one variable of an operation comes from. */
export interface Binding {
  variable: string;
  in: 'path' | 'query' | 'header' | 'body';
  /** Names of the parameter, or dotted places in the body; the first that is there counts. `['']` is the whole body. */
  names: string[];
  /** The header that counts when the body has nothing, in lower case. */
  orHeader?: string;
  /** The variable's GraphQL type as written: `[String!]`, `Int`, `ExecutionPhase!`. */
  type: string;
  /** The named type inside, and whether that is an enum, an input object, or which scalar. */
  named: string;
  isList: boolean;
  /** The request is refused without it: the type is non-null and has no default. */
  isRequired: boolean;
  /** The default of the variable as JSON, for the documentation; the executor applies it. */
  default?: unknown;
  as?: Reading;
  min?: number;
  max?: number;
  isLenient: boolean;
  /** For enums: the record of the convention's words that is read backwards. */
  words?: string;
  /** What a value must look like, in the API's own terms. */
  schema: JsonSchema;
  description?: string;
}

/** What becomes of a value in the data of an operation. Every node reads one source value. */
export type Shape = ScalarShape | ObjectShape | ListShape | EntriesShape | NextShape;

interface ShapeBase {
  /** Whether the source may be null; it is then written as null, as `default`, or left out. */
  isNullable: boolean;
  description?: string;
}

export interface ScalarShape extends ShapeBase {
  kind: 'scalar';
  type: 'string' | 'integer' | 'number' | 'boolean' | 'json' | 'enum';
  /** The GraphQL scalar or enum. */
  named: string;
  as?: Writing;
  /** The record of the convention's words. Also for booleans: `true` and `false` are then its keys. */
  words?: string;
  /** Written whatever the source is. */
  const?: unknown;
  default?: unknown;
}

export interface ListShape extends ShapeBase {
  kind: 'list';
  item: Shape;
  /** Where the item's value stands in what the list has, by response keys: ['node']. */
  at: string[];
  default?: unknown;
}

/** A list of `{ key, value }` as an object. */
export interface EntriesShape extends ShapeBase {
  kind: 'entries';
  default?: unknown;
}

/** A `{ hasNextPage, endCursor }` as the cursor of the next page. */
export interface NextShape extends ShapeBase {
  kind: 'next';
}

export interface ObjectShape extends ShapeBase {
  kind: 'object';
  /** Members of every object, in the order in which they are written. */
  members: Member[];
  /**
   * Further members by the name of the object's GraphQL type, which stands in the data under `typeKey`; they are written
   * after `members`. A type that is not named here has none, and an event of such a type is not a frame. Undefined where
   * the type does not matter.
   */
  byType?: Record<string, Member[]>;
  /** The object is written as its only shown member alone: the others stand in headers. */
  isBare?: boolean;
  default?: unknown;
  /** The fragment that alone makes the object, after which the documentation names its schema. */
  schemaName?: string;
}

export interface Member {
  name: string;
  /** Where its source stands in the object's own source, by response keys; empty for a group, which reads the same object. */
  from: string[];
  shape: Shape;
  /** Left out of the object: never, when null, or when null or empty (`''`, 0, false, [], {}). */
  omit: 'never' | 'null' | 'empty';
  isHidden: boolean;
  /** Written as this header instead of into the body. */
  header?: string;
  /** The value names the frame. */
  isFrame: boolean;
  /** The frame is left out where this query parameter of the request has another value. */
  match?: string;
}

/** The response key of an object's GraphQL type, selected where its members depend on it. */
export const typeKey = '_type';

/** The response key of the cursor of an event or a Bookmark, selected in subscriptions of the union Event. */
export const cursorKey = '_cursor';

/** The response keys of a StreamGap: between which cursors events are lost, and why. */
export const gapKeys = { from: '_from', to: '_to', reason: '_reason' } as const;

/**
 * The response keys of a failure, selected in root fields whose union has failures. A root value that has `code` is a
 * failure and nothing else; one that has not is the result.
 */
export const failureKeys = {
  code: '_code',
  message: '_message',
  fix: '_fix',
  retryable: '_retryable',
  facts: '_facts',
} as const;

/**
 * What a request must have for a route to be chosen: a query parameter with a true value, or with one of some words in
 * any letter case, or a header.
 */
export type Condition = { query: string; words?: [string, ...string[]] } | { header: string };

/** One route: everything that the runtime needs to serve it and the compiler to document it. */
export interface Route {
  api: ApiName;
  /** The operation's name; unique over all APIs. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  also: string[];
  kind: 'query' | 'mutation' | 'subscription';
  wire: Wire;
  orWire: Wire[];
  status: number;
  isPublic: boolean;
  /** The role that the caller must have besides what the root fields ask; undefined for no other. */
  role?: string;
  /** All of these must hold. A route goes before those that ask for less. */
  when?: Condition[];
  /** A stream that ends with what it is about. Over SSE it is a 204 when nothing of it is left. */
  ends?: true;
  body: BodyType | null;
  /** The operation with its fragments, as the executor takes it: no directive of the facade is left in it. */
  document: string;
  bindings: Binding[];
  /** The response key of the only root field; undefined when there are several, which are then members of the answer. */
  rootKey?: string;
  /**
   * Where the source of `shape` stands in the only root field's value, by response keys: empty unless that field is
   * lifted. A null root or a failure is told before this is followed.
   */
  rootAt: string[];
  /** What a null root is: a code of the error catalogue, and its words with {variables}. */
  missing: { code: string; text?: string };
  /** Codes of the failures that the root's union has. */
  failures: string[];
  /** Codes with which a subscription turns its reader down before it begins. */
  refusals: string[];
  /** Actions that the root fields ask of their caller, for `Prefer: return=explain`. */
  actions: string[];
  /** Statuses besides success that the route can answer with. */
  statuses: number[];
  shape: Shape;
  description: string;
  tag?: string;
  isBeyond: boolean;
  deprecated?: string;
  source: { file: string; line: number };
}

/** What the compiler writes to `generated/routes.json`. */
export interface RouteTable {
  routes: Route[];
}
