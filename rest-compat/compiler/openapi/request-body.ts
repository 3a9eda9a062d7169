import type { Binding, BodyType, JsonSchema, Route } from '../../runtime/route.ts';
import { orNull } from '../input-schema.ts';

export interface RequestBody {
  required: boolean;
  content: Record<string, { schema: JsonSchema; example?: unknown }>;
}

const mediaTypes: Record<BodyType, readonly string[]> = {
  JSON: ['application/json'],
  JSON_OR_YAML: ['application/json', 'application/yaml'],
  TEXT: ['text/plain'],
};

/** The body that a route reads; undefined when it reads none. */
export function requestBodyOf({ body, bindings }: Route): RequestBody | undefined {
  if (!body) return undefined;
  const read = bindings.filter((binding) => binding.in === 'body');
  const schema = bodySchema(body === 'TEXT' ? read : read.map(asSent));
  const content = Object.fromEntries(mediaTypes[body].map((type) => [type, { schema }]));
  return { required: read.some(({ isRequired }) => isRequired), content };
}

/** A body that is taken on as its text is an object all the same where it is sent as JSON or YAML. */
function asSent(binding: Binding): Binding {
  return binding.as === 'TEXT' ? { ...binding, schema: { type: 'object', additionalProperties: true } } : binding;
}

/** The schema of a body from what is read of it. */
export function bodySchema(bindings: readonly Binding[]): JsonSchema {
  const whole = bindings.find(({ names }) => names.includes(''));
  const members = bindings.filter(({ names }) => !names.includes(''));
  if (whole && members.length === 0) return described(whole);
  const tree = nested(members.map((binding) => ({ path: (binding.names[0] ?? '').split('.'), binding })));
  return whole ? { allOf: [described(whole), tree] } : tree;
}

interface Placed {
  path: string[];
  binding: Binding;
}

function nested(placed: readonly Placed[]): JsonSchema {
  const groups = new Map<string, Placed[]>();
  for (const { path, binding } of placed) {
    const [name = '', ...rest] = path;
    groups.set(name, [...(groups.get(name) ?? []), { path: rest, binding }]);
  }
  const properties = Object.fromEntries([...groups].map(([name, inside]) => [name, memberSchema(inside)]));
  const required = [...groups].filter(([, inside]) => inside.some(isNeeded)).map(([name]) => name);
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function memberSchema(inside: readonly Placed[]): JsonSchema {
  const own = inside.find(({ path }) => path.length === 0);
  const below = inside.filter(({ path }) => path.length > 0);
  if (!own) return nested(below);
  return below.length === 0 ? described(own.binding) : { allOf: [described(own.binding), nested(below)] };
}

/** Another place can stand in for the first, so only what has one place is needed there. */
function isNeeded({ binding }: Placed): boolean {
  return binding.isRequired && binding.names.length === 1;
}

function described({ schema, description, type, names }: Binding): JsonSchema {
  const others = names.slice(1).filter(Boolean);
  const also = others.length > 0 ? `Also read from ${others.map((other) => `\`${other}\``).join(', ')}.` : '';
  const text = [description, also].filter(Boolean).join(' ');
  const full = text ? { ...schema, description: text } : schema;
  return type.endsWith('!') ? full : orNull(full);
}
