import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonSchema, Route } from '../../runtime/route.ts';
import type { ExampleFile, RouteExample } from '../example-file.ts';
import type { Faults } from '../fault.ts';
import { apiPrefix } from '../name.ts';
import type { OpenApiDocument } from './document.ts';
import type { OpenApiOperation } from './operation.ts';
import type { Parameter } from './parameters.ts';

/** Puts the examples of routes into the document of their API. What does not meet its schema is a fault. */
export function placeExamples(document: OpenApiDocument, routes: readonly Route[], { source, faults }: Placing): void {
  const judge = new ExampleJudge(document, { source, faults });
  placeErrors(document, { source, judge });
  const byId = new Map(routes.map((route) => [route.id, route]));
  for (const [id, example] of Object.entries(source.examples)) {
    const route = byId.get(id);
    if (!route) judge.complain(id, 'is no operation. Remove the example, or rename it as its operation is.');
    else
      for (const at of [route.path, ...route.also])
        place(document.paths[at]?.[methodOf(route)], { id, example, judge });
  }
}

interface Placing {
  source: ExampleFile;
  faults: Faults;
}

function methodOf({ method }: Route): string {
  return method.toLowerCase();
}

function place(
  operation: OpenApiOperation | undefined,
  { id, example, judge }: { id: string; example: RouteExample; judge: ExampleJudge },
): void {
  if (!operation) return;
  for (const [kind, values] of [['path', example.path] as const, ['query', example.query] as const])
    for (const [name, value] of Object.entries(values ?? {})) {
      const parameter = operation.parameters?.find((candidate) => candidate.in === kind && candidate.name === name);
      if (!parameter) judge.complain(id, `has ${name} in its ${kind}, which the operation does not read. Remove it.`);
      else giveParameter(parameter, value, (told) => judge.accepts(id, `${kind} ${name}`, told));
    }
  const bodies = Object.values(operation.requestBody?.content ?? {});
  if ('request' in example && bodies.length === 0)
    judge.complain(id, 'has a request, and there is no body. Remove it.');
  for (const body of bodies) give(body, example.request, (told) => judge.accepts(id, 'request', told));
  const [success] = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  const answer = success?.[1].content?.['application/json'];
  if ('response' in example && !answer) judge.complain(id, 'has a response, and the operation has no JSON. Remove it.');
  if (answer) give(answer, example.response, (told) => judge.accepts(id, 'response', told));
}

/** Gives every failure the example of its status, which stands once in the document. */
function placeErrors(
  document: OpenApiDocument,
  { source: { api, errors }, judge }: { source: ExampleFile; judge: ExampleJudge },
) {
  const error = `${apiPrefix(api)}Error`;
  const shown = Object.entries(errors).filter(([status, value]) =>
    judge.accepts('errors', `body for ${status}`, { schema: { $ref: `#/components/schemas/${error}` }, value }),
  );
  const named = new Map(shown.map(([status, value]) => [status, { name: `${error}${status}`, value }]));
  for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item)))
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const example = named.get(status);
      if (example)
        for (const body of Object.values(content))
          body.examples = { [status]: { $ref: `#/components/examples/${example.name}` } };
    }
  if (named.size > 0)
    document.components.examples = Object.fromEntries([...named.values()].map(({ name, value }) => [name, { value }]));
}

/** A schema and a value that should meet it. */
interface Told {
  schema: JsonSchema;
  value: unknown;
}

function giveParameter(parameter: Parameter, text: string, accepts: (told: Told) => boolean): void {
  const { type } = parameter.schema;
  const value = type === 'string' || type === undefined ? text : type === 'array' ? text.split(',') : JSON.parse(text);
  if (accepts({ schema: parameter.schema, value })) parameter.example = value;
}

function give(
  content: { schema: JsonSchema; example?: unknown },
  value: unknown,
  accepts: (told: Told) => boolean,
): void {
  if (value !== undefined && accepts({ schema: content.schema, value })) content.example = value;
}

/** Holds examples against the schemas of a document. */
class ExampleJudge {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  readonly #placing: Placing;

  constructor(document: OpenApiDocument, placing: Placing) {
    this.#placing = placing;
    this.#ajv.addSchema({ $id: 'document', components: document.components });
  }

  complain(id: string, message: string): void {
    const { file, lines } = this.#placing.source;
    const line = Math.max(lines.findIndex((text) => text.trimStart().startsWith(`"${id}":`)) + 1, 1);
    this.#placing.faults.add({ file, line }, `${id} ${message}`);
  }

  /** Whether the value meets the schema; a complaint when it does not. */
  accepts(id: string, what: string, { schema, value }: Told): boolean {
    const rebased = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')) as JsonSchema;
    const validate = this.#ajv.compile(rebased);
    if (validate(value)) return true;
    const faults = (validate.errors ?? []).map((error) => `${error.instancePath || 'it'} ${error.message}`).join(', ');
    this.complain(
      id,
      `has a ${what} that does not meet its schema: ${faults}. Mend the operation, or remove the example and record it again.`,
    );
    return false;
  }
}
