import type { GraphQLSchema } from 'graphql';
import type { Convention } from '../../runtime/convention.ts';
import type { ApiName, JsonSchema, Route } from '../../runtime/route.ts';
import { whenText } from '../condition.ts';
import { apiPrefix, pathShape, placeholders } from '../name.ts';
import { Components } from './components.ts';
import { type OpenApiOperation, operationOf, withVariant } from './operation.ts';
import { securityOf } from './security.ts';

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; summary: string; version: string; license: { name: string; identifier: string } };
  servers: { url: string; description: string }[];
  tags: { name: string; description: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: {
    schemas: Record<string, JsonSchema>;
    examples?: Record<string, { value: unknown }>;
    securitySchemes: Record<string, JsonSchema>;
  };
}

const license = { name: 'Apache-2.0', identifier: 'Apache-2.0' };
const servers = [{ url: '/', description: 'The server that shows this document.' }];

/** The document of one API. */
export function apiDocument(routes: readonly Route[], convention: Convention, schema: GraphQLSchema): OpenApiDocument {
  const components = new Components(apiPrefix(convention.api));
  const paths = new PathTable(routes, { convention, schema, components });
  const { schemes, requirements } = securityOf(convention);
  const { title, summary, version } = convention;
  return {
    openapi: '3.1.0',
    info: { title, summary, version, license },
    servers,
    tags: paths.tags.map((name) => ({ name, description: `The section ${name} of the ${title} API.` })),
    security: requirements,
    paths: paths.written,
    components: { schemas: components.schemas, securitySchemes: schemes },
  };
}

/** One document of all APIs. Operations keep their ids; tags and component names say which API they are of. */
export function mergedDocument(documents: readonly OpenApiDocument[]): OpenApiDocument {
  const named = documents.map((document) => tagged(document, document.info.title));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orrery',
      summary: 'Every API that the facade serves.',
      version: 'v1',
      license,
    },
    servers,
    tags: named.flatMap(({ tags }) => tags),
    security: [{ bearer: [] }],
    paths: mergedPaths(named),
    components: {
      schemas: Object.assign({}, ...named.map(({ components }) => components.schemas)),
      examples: Object.assign({}, ...named.map(({ components }) => components.examples ?? {})),
      securitySchemes: Object.assign({}, ...named.map(({ components }) => components.securitySchemes)),
    },
  };
}

function tagged(document: OpenApiDocument, title: string): OpenApiDocument {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const operations = Object.entries(item).map(([method, operation]) => {
      const tags = operation.tags.map((tag) => `${title}: ${tag}`);
      return [method, { ...operation, tags, security: operation.security ?? document.security }];
    });
    return [path, Object.fromEntries(operations)];
  });
  const tags = document.tags.map((tag) => ({ ...tag, name: `${title}: ${tag.name}` }));
  return { ...document, tags, paths: Object.fromEntries(paths) };
}

/** Paths that differ only in the names of their placeholders are one; so are operations of several APIs on it. */
function mergedPaths(documents: readonly OpenApiDocument[]): OpenApiDocument['paths'] {
  const merged = new Map<string, { path: string; operations: Record<string, OpenApiOperation> }>();
  for (const { paths, info } of documents)
    for (const [path, item] of Object.entries(paths)) {
      const place = merged.get(pathShape(path)) ?? { path, operations: {} };
      merged.set(pathShape(path), place);
      for (const [method, operation] of Object.entries(item)) {
        const renamed = withPlaceholders(operation, path, place.path);
        const before = place.operations[method];
        place.operations[method] = before ? withVariant(before, renamed, `${info.title} is asked`) : renamed;
      }
    }
  return Object.fromEntries([...merged.values()].map(({ path, operations }) => [path, operations]));
}

/** The operation with its path parameters named as in another spelling of its path. */
function withPlaceholders(operation: OpenApiOperation, from: string, to: string): OpenApiOperation {
  if (from === to) return operation;
  const names = new Map(placeholders(from).map((name, index) => [name, placeholders(to)[index] ?? name]));
  const parameters = operation.parameters?.map((parameter) =>
    parameter.in === 'path' ? { ...parameter, name: names.get(parameter.name) ?? parameter.name } : parameter,
  );
  return { ...operation, ...(parameters && { parameters }) };
}

interface PathContext {
  convention: Convention;
  schema: GraphQLSchema;
  components: Components;
}

/** The paths of one API, with an operation for each method. */
class PathTable {
  readonly #places = new Map<string, { path: string; operations: Record<string, OpenApiOperation> }>();
  readonly #tags = new Set<string>();
  readonly #context: PathContext;
  readonly #error: JsonSchema;

  constructor(routes: readonly Route[], context: PathContext) {
    this.#context = context;
    this.#error = context.components.named('Error', context.convention.errorSchema.schema);
    // A route that is always chosen is the operation; those with a condition vary it.
    const ordered = [...routes.filter(({ when }) => !when), ...routes.filter(({ when }) => when)];
    for (const route of ordered)
      for (const [index, path] of [route.path, ...route.also].entries()) this.#add(route, path, index);
  }

  get tags(): string[] {
    return [...this.#tags].sort();
  }

  get written(): OpenApiDocument['paths'] {
    const places = [...this.#places.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return Object.fromEntries(places.map(({ path, operations }) => [path, operations]));
  }

  #add(route: Route, path: string, index: number): void {
    const tag = route.tag ?? this.#context.convention.title;
    this.#tags.add(tag);
    const operationId = index === 0 ? route.id : `${route.id}_${index + 1}`;
    const place = this.#places.get(pathShape(path)) ?? { path, operations: {} };
    this.#places.set(pathShape(path), place);
    const written = operationOf(route, { path, operationId, tag, error: this.#error }, this.#context);
    const operation = withPlaceholders(written, path, place.path);
    const method = route.method.toLowerCase();
    const before = place.operations[method];
    place.operations[method] = before ? withVariant(before, operation, whenText(route).trim()) : operation;
  }
}

/** The names of the APIs in a table, in its order. */
export function apisOf(routes: readonly Route[]): ApiName[] {
  return [...new Set(routes.map(({ api }) => api))];
}
