import fs from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ApiName, Route, RouteTable } from '../../../rest-compat/runtime/route.ts';

const generated = path.join(import.meta.dirname, '../../../rest-compat/generated');

function readJson<T>(name: string): T {
  return JSON.parse(fs.readFileSync(path.join(generated, name), 'utf8')) as T;
}

/** Every route that is served. */
export function allRoutes(): Route[] {
  return readJson<RouteTable>('routes.json').routes;
}

interface ResponseObject {
  content?: Record<string, { schema?: object }>;
}

interface Document {
  paths: Record<string, Record<string, { responses: Record<string, ResponseObject> }>>;
}

/** What the OpenAPI documents say that routes answer, as a judge of what they do. */
export class Documented {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #documents = new Map<ApiName, Document>();

  /** What is wrong with an answer; empty when it is as documented. */
  faultsOf(
    route: Pick<Route, 'api' | 'path' | 'method' | 'wire'>,
    answer: { status: number; contentType: string; text: string },
  ): string[] {
    const responses = this.#document(route.api).paths[route.path]?.[route.method.toLowerCase()]?.responses;
    if (!responses) return [`${route.method} ${route.path} is not documented`];
    const known = String(answer.status) in responses ? String(answer.status) : undefined;
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

  #schemaFaults(
    route: Pick<Route, 'api' | 'path' | 'method'>,
    { known, type, text }: { known: string; type: string; text: string },
  ): string[] {
    const at = ['paths', route.path, route.method.toLowerCase(), 'responses', known, 'content', type, 'schema'];
    const pointer = at.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const validate = this.#ajv.compile({ $ref: `${route.api}#/${pointer}` });
    if (validate(JSON.parse(text))) return [];
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
