import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { conventions } from '../../../rest-compat/apis/index.ts';
import type { ApiName, Route, RouteTable } from '../../../rest-compat/runtime/route.ts';

const generated = path.join(import.meta.dirname, '../../../rest-compat/generated');

function readJson<T>(name: string): T {
  return JSON.parse(fs.readFileSync(path.join(generated, name), 'utf8')) as T;
}

/** Every route that is served. */
export function allRoutes(): Route[] {
  return readJson<RouteTable>('routes.json').routes;
}

/** An answer as far as the documents speak of it. */
interface Answered {
  status: number;
  contentType: string;
  text: string;
}

interface ResponseObject {
  content?: Record<string, { schema?: object }>;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
}

type Asked = Pick<Route, 'api' | 'path' | 'method' | 'wire'>;

/** What the OpenAPI documents say that routes answer, as a judge of what they do. */
export class Documented {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #documents = new Map<ApiName, Document>();

  /** What is wrong with an answer; empty when it is as documented, under its status unless another response is named. */
  faultsOf(route: Asked, answer: Answered, response = String(answer.status)): string[] {
    const responses = this.#document(route.api).paths[route.path]?.[route.method.toLowerCase()]?.responses;
    if (!responses) return [`${route.method} ${route.path} is not documented`];
    const known = response in responses ? response : undefined;
    if (!known) return [`${answer.status} is not documented; there are ${Object.keys(responses).join(', ')}`];
    const { content } = responses[known] ?? {};
    if (!content) return answer.text === '' ? [] : [`${known} has a body, which is not documented`];
    const type = answer.contentType.split(';')[0] ?? '';
    if (!(type in content))
      return [`${type} is not documented for ${known}; there is ${Object.keys(content).join(', ')}`];
    // Of a stream only the head is read: it has no end, and its frames are judged where streams are tested.
    if (answer.status < 300 && ['SSE', 'NDJSON', 'WATCH', 'WS'].includes(route.wire)) return [];
    return type.endsWith('json') ? this.#schemaFaults(route, { known, type, text: answer.text }) : [];
  }

  /** What is wrong with a refusal of an API that belongs to none of its routes. */
  errorFaultsOf(api: ApiName, { contentType, text }: Answered): string[] {
    const { contentType: type, schema } = conventions[api].errorSchema;
    if (contentType.split(';')[0] !== type) return [`${contentType} is not the type of the errors of ${api}`];
    return type.endsWith('json') ? this.#faultsAgainst(`errors of ${api}`, schema, text) : [];
  }

  #schemaFaults(route: Asked, { known, type, text }: { known: string; type: string; text: string }): string[] {
    const at = ['paths', route.path, route.method.toLowerCase(), 'responses', known, 'content', type, 'schema'];
    const pointer = at.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    return this.#faultsAgainst(`${route.api} ${pointer}`, { $ref: `${route.api}#/${pointer}` }, text);
  }

  #faultsAgainst(name: string, schema: object, text: string): string[] {
    const validate = this.#validators.get(name) ?? this.#ajv.compile(schema);
    this.#validators.set(name, validate);
    const value = parsed(text);
    if (value === undefined) return ['it is not JSON'];
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  }

  #document(api: ApiName): Document {
    const known = this.#documents.get(api);
    if (known) return known;
    const document = readJson<Document>(`openapi/${api}.json`);
    this.#ajv.addSchema({ ...document, $id: api } as object);
    this.#documents.set(api, document);
    return document;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
