import type { JsonSchema, Route } from '../../runtime/route.ts';
import type { AnswerContext } from './answer-schema.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { type RequestBody, requestBodyOf } from './request-body.ts';
import { type Response, responsesOf } from './responses.ts';

export interface OpenApiOperation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: RequestBody;
  responses: Record<string, Response>;
  security?: Record<string, string[]>[];
  deprecated?: boolean;
  'x-variants'?: { operationId: string; when: string; description: string }[];
}

export interface OperationPlace {
  path: string;
  operationId: string;
  tag: string;
  error: JsonSchema;
}

/** A route on one of its paths, as an operation of OpenAPI. */
export function operationOf(route: Route, place: OperationPlace, context: AnswerContext): OpenApiOperation {
  const parameters = parametersOf(route, place.path);
  const requestBody = requestBodyOf(route);
  const role = route.role ? `\n\nOnly for the role ${route.role}.` : '';
  const since = route.deprecated ? `\n\nDeprecated since ${route.deprecated}.` : '';
  return {
    operationId: place.operationId,
    summary: firstSentence(route.description),
    description: `${route.description}${role}${since}`,
    tags: [place.tag],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && { requestBody }),
    responses: responsesOf(route, context, place.error),
    ...(route.isPublic && { security: [] }),
    ...(route.deprecated && { deprecated: true }),
  };
}

/** Routes that differ only in when they are chosen share a path, and OpenAPI has one operation for it. */
export function withVariant(base: OpenApiOperation, variant: OpenApiOperation, when: string): OpenApiOperation {
  const parameters = mergedParameters(base.parameters ?? [], variant.parameters ?? []);
  const told = { operationId: variant.operationId, when, description: variant.description };
  return {
    ...base,
    ...(parameters.length > 0 && { parameters }),
    responses: mergedResponses(base.responses, variant.responses),
    'x-variants': [...(base['x-variants'] ?? []), told],
  };
}

/** The parameters of both. What only one route reads need not be there, and a word of either may be. */
function mergedParameters(own: readonly Parameter[], others: readonly Parameter[]): Parameter[] {
  const keyOf = (parameter: Parameter): string => `${parameter.in} ${parameter.name}`;
  const byKey = new Map(others.map((parameter) => [keyOf(parameter), parameter]));
  const known = new Set(own.map(keyOf));
  const added = others.filter((parameter) => !known.has(keyOf(parameter)));
  return [
    ...own.map((parameter) => withWordsOf(parameter, byKey.get(keyOf(parameter)))),
    ...added.map((parameter) => ({ ...parameter, required: parameter.in === 'path' })),
  ];
}

function withWordsOf(parameter: Parameter, other: Parameter | undefined): Parameter {
  const [own, more] = [parameter.schema['enum'], other?.schema['enum']];
  if (!Array.isArray(own) || !Array.isArray(more)) return parameter;
  return { ...parameter, schema: { ...parameter.schema, enum: [...new Set([...own, ...more])] } };
}

function mergedResponses(a: Record<string, Response>, b: Record<string, Response>): Record<string, Response> {
  const statuses = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(
    statuses.flatMap((status) => {
      const [one, other] = [a[status], b[status]];
      const response = one && other ? mergedResponse(one, other) : (one ?? other);
      return response ? [[status, response] as const] : [];
    }),
  );
}

function mergedResponse(a: Response, b: Response): Response {
  const types = [...new Set([...Object.keys(a.content ?? {}), ...Object.keys(b.content ?? {})])];
  const content = types.flatMap((type) => {
    const [one, other] = [a.content?.[type], b.content?.[type]];
    if (!one || !other || JSON.stringify(one) === JSON.stringify(other)) return [[type, one ?? other] as const];
    return [[type, { ...one, schema: { anyOf: [...choicesOf(one.schema), other.schema] } }] as const];
  });
  const headers = { ...b.headers, ...a.headers };
  return {
    description: a.description,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(content.length > 0 && { content: Object.fromEntries(content) as NonNullable<Response['content']> }),
  };
}

/** The schemas of which a merged one already is any. */
function choicesOf(schema: JsonSchema): JsonSchema[] {
  const { anyOf } = schema;
  return Array.isArray(anyOf) && Object.keys(schema).length === 1 ? anyOf : [schema];
}

/** The first sentence of a description, without its full stop. */
function firstSentence(text: string): string {
  const line = text.split('\n', 1)[0] ?? text;
  return (/^(.*?)[.!?](\s|$)/.exec(line)?.[1] ?? line).trim();
}
