import type { Binding, Condition, JsonSchema, Route } from '../../runtime/route.ts';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example?: unknown;
  style?: string;
  explode?: boolean;
}

/** Headers that OpenAPI describes elsewhere. */
const elsewhere = ['accept', 'authorization', 'content-type'];

/** The parameters of a route that stand in `path`, in its query and in its headers. */
export function parametersOf(route: Route, path: string): Parameter[] {
  const bound = route.bindings.flatMap((binding) => {
    if (binding.in === 'path' && !path.includes(`{${binding.variable}}`)) return [];
    return parameter(binding);
  });
  const matched = matchParameters(route);
  const known = new Set([...bound, ...matched].map(({ name }) => name));
  return [...bound, ...matched, ...(route.when ?? []).map(conditionOf).filter(({ name }) => !known.has(name))];
}

/** The parameters by which frames are chosen. */
function matchParameters({ shape }: Route): Parameter[] {
  if (shape.kind !== 'object') return [];
  const members = [...shape.members, ...Object.values(shape.byType ?? {}).flat()];
  const names = new Set(members.flatMap(({ match }) => (match === undefined ? [] : [match])));
  const description = 'Only frames with this value. Letter case does not matter.';
  return [...names].map((name) => ({ name, in: 'query', required: false, description, schema: { type: 'string' } }));
}

function parameter(binding: Binding): Parameter[] {
  const { orHeader, ...own } = binding;
  if (orHeader !== undefined) return parameter({ ...own, in: 'header', names: [orHeader], isRequired: false });
  const [name, ...others] = binding.names;
  if (binding.in === 'body' || name === undefined || elsewhere.includes(name)) return [];
  const also = others.length > 0 ? `Also read from ${others.map((other) => `\`${other}\``).join(', ')}.` : '';
  const description = [binding.description, also].filter(Boolean).join(' ');
  return [
    {
      name,
      in: binding.in,
      required: binding.in === 'path' || (binding.isRequired && others.length === 0),
      ...(description && { description }),
      schema: binding.schema,
      ...listStyle(binding),
    },
  ];
}

function listStyle({ in: place, isList, as }: Binding): Pick<Parameter, 'style' | 'explode'> {
  if (place !== 'query' || !isList || (as !== undefined && as !== 'LIST')) return {};
  return { style: 'form', explode: as !== 'LIST' };
}

/** What a request needs for a route to be chosen. */
function conditionOf(condition: Condition): Parameter {
  if ('header' in condition)
    return { name: condition.header, in: 'header', required: true, schema: { type: 'string' } };
  const { query: name, words } = condition;
  if (words) return { name, in: 'query', required: true, schema: { type: 'string', enum: [words[0]] } };
  return { name, in: 'query', required: true, schema: { type: 'boolean' }, description: 'True.' };
}
