import { createRequire } from 'node:module';
import {
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  graphql,
  isObjectType,
  isUnionType,
} from 'graphql';

// Its CommonJS build, because it has to share one copy of graphql with the tests.
const require = createRequire(import.meta.url);
const { default: OpenApiHandler } = require('@graphql-mesh/openapi') as typeof import('@graphql-mesh/openapi');

type Options = ConstructorParameters<typeof OpenApiHandler>[0];

/** An OpenAPI document as GraphQL Mesh reads it: each operation is a field of one schema, and asks the server. */
export interface MeshedDocument {
  /** The names of all operations. */
  operations: string[];
  /**
   * Asks an operation for every member that its document says a success has; `input` is the body.
   * @throws when the answer is a failure, or not as documented.
   */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  ask(operation: string, args?: Record<string, unknown>): Promise<any>;
}

/** Loads a document of `rest-compat/generated/openapi` as it is, to ask the server at `endpoint`. */
export async function meshed(name: string, { endpoint, token }: { endpoint: string; token: string }) {
  const handler = new OpenApiHandler({
    name,
    config: {
      source: `rest-compat/generated/openapi/${name}.json`,
      endpoint,
      // Of an answer that comes in several types, Mesh reads the one that is asked for.
      operationHeaders: { accept: 'application/json', authorization: `Bearer ${token}` },
    },
    baseDir: process.cwd(),
    // Schemas are not kept: each test loads the document as it stands.
    store: { proxy: () => ({ getWithSet: (load: () => unknown) => load() }) },
    logger: quiet,
    importFn: (id: string) => import(id),
  } as unknown as Options);
  const { schema } = await handler.getMeshSource({ fetchFn: fetch });
  return documentOf(schema);
}

const nothing = (): void => undefined;
const quiet = { log: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing, child: () => quiet };

function documentOf(schema: GraphQLSchema): MeshedDocument {
  const [queries, mutations] = [schema.getQueryType()?.getFields() ?? {}, schema.getMutationType()?.getFields() ?? {}];
  return {
    operations: [...Object.keys(queries), ...Object.keys(mutations)],
    async ask(operation, args = {}) {
      const field = queries[operation] ?? mutations[operation];
      if (!field) throw new Error(`The document has no operation ${operation}.`);
      const source = `${operation in queries ? 'query' : 'mutation'} ${documentFor(field, Object.keys(args))}`;
      const { data, errors } = await graphql({ schema, source, variableValues: args });
      if (errors) throw new Error(`${operation}: ${errors.map(({ message }) => message).join(' ')}\n${source}`);
      return successOf(field, data?.[operation]);
    },
  };
}

/** The answer, if it is of the type of success. */
function successOf({ name, type }: GraphQLField<unknown, unknown>, answer: unknown): unknown {
  const named = getNamedType(type);
  const [success] = isUnionType(named) ? named.getTypes() : [];
  const found = [answer].flat()[0] as { __typename?: string } | undefined;
  if (success && found && found.__typename !== success.name)
    throw new Error(`${name} answered with ${found.__typename}, not with ${success.name}.`);
  return answer;
}

function documentFor(field: GraphQLField<unknown, unknown>, names: readonly string[]): string {
  const given = field.args.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !given.some((arg) => arg.name === name));
  if (unknown.length > 0) throw new Error(`${field.name} documents no ${unknown.join(', ')}.`);
  const variables = given.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const args = given.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = args === '' ? field.name : `${field.name}(${args})`;
  return `${variables === '' ? '' : `(${variables})`} { ${call} ${everythingOf(field.type)} }`;
}

/** Selects all that an answer can have. Of the types of an answer the first is success, the second the API's failure. */
function everythingOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (isUnionType(named)) {
    const [success] = named.getTypes();
    return success ? `{ __typename ... on ${success.name} ${everythingOf(success)} }` : '';
  }
  if (!isObjectType(named)) return '';
  // What is always null, such as the error of a success, is Void! to Mesh, which null is not.
  const fields = Object.values(named.getFields()).filter((field) => getNamedType(field.type).name !== 'Void');
  return `{ ${fields.map((field) => `${field.name} ${everythingOf(field.type)}`).join(' ')} }`;
}
