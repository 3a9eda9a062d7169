import { type GraphQLSchema, isInputType, parseType, typeFromAST } from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { ApiName, JsonSchema, Route } from '../runtime/route.ts';
import { inputSchema } from './input-schema.ts';
import { answerSchema } from './openapi/answer-schema.ts';

const header = '// Made by `npm run generate` from the operations of rest-compat. Never edited.\n';

export interface BindingInput {
  schema: GraphQLSchema;
  conventions: Partial<Record<ApiName, Convention>>;
}

/** TypeScript of the variables that each route gives to the graph, and of the answer or frame that it makes. */
export function bindingsText(routes: readonly Route[], { schema, conventions }: BindingInput): string {
  const parts = routes.flatMap((route) => {
    const convention = conventions[route.api];
    if (!convention) return [];
    const answer = typeText(answerSchema(route.shape, { schema, convention }), '');
    return [
      `/** The variables of ${route.method} ${route.path}. */`,
      `export interface ${route.id}Variables ${variablesText(route, schema)}\n`,
      `/** What ${route.method} ${route.path} gives. */`,
      `export type ${route.id}Answer = ${answer};\n`,
    ];
  });
  return `${header}\n${parts.join('\n')}`;
}

function variablesText({ bindings }: Route, schema: GraphQLSchema): string {
  const lines = bindings.map(({ variable, type, isRequired }) => {
    const input = typeFromAST(schema, parseType(type));
    const text = isInputType(input)
      ? typeText(
          inputSchema(input, () => undefined),
          '  ',
        )
      : 'unknown';
    return `  ${variable}${isRequired ? '' : '?'}: ${text}${type.endsWith('!') ? '' : ' | null'};`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n}`;
}

/** A JSON Schema of the compiler's as a type. */
function typeText(schema: JsonSchema, indent: string): string {
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ');
  if (Array.isArray(schema['anyOf'])) return union(schema['anyOf'] as JsonSchema[], indent);
  const type = schema['type'];
  if (Array.isArray(type))
    return union(
      type.map((one): JsonSchema => ({ ...schema, type: one })),
      indent,
    );
  if (type === 'object') return objectText(schema, indent);
  if (type === 'array') return `Array<${typeText((schema['items'] ?? {}) as JsonSchema, indent)}>`;
  if (type === 'integer') return 'number';
  return typeof type === 'string' ? type : 'unknown';
}

function union(schemas: readonly JsonSchema[], indent: string): string {
  return [...new Set(schemas.map((schema) => typeText(schema, indent)))].join(' | ');
}

function objectText(schema: JsonSchema, indent: string): string {
  const properties = schema['properties'] as Record<string, JsonSchema> | undefined;
  if (!properties) {
    const values = schema['additionalProperties'];
    return `Record<string, ${typeof values === 'object' && values ? typeText(values as JsonSchema, indent) : 'unknown'}>`;
  }
  const required = new Set((schema['required'] ?? []) as string[]);
  const lines = Object.entries(properties).map(([name, member]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${indent}  ${key}${required.has(name) ? '' : '?'}: ${typeText(member, `${indent}  `)};`;
  });
  return lines.length === 0 ? 'Record<string, never>' : `{\n${lines.join('\n')}\n${indent}}`;
}
