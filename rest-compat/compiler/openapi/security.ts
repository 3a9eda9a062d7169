import type { Convention } from '../../runtime/convention.ts';
import type { JsonSchema } from '../../runtime/route.ts';

interface Scheme {
  name: string;
  schema: JsonSchema;
  headers: Record<string, string>;
}

const probe = 'token';

/** Ways to show a token; which of them an API knows is asked of its convention. */
const schemes: readonly Scheme[] = [
  {
    name: 'bearer',
    schema: { type: 'http', scheme: 'bearer', description: 'A token in the header Authorization.' },
    headers: { authorization: `Bearer ${probe}` },
  },
  {
    name: 'apiKey',
    schema: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'A token in the header x-api-key.' },
    headers: { 'x-api-key': probe },
  },
];

/** The ways in which callers of an API say who they are; any one of them is enough. */
export function securityOf(convention: Convention) {
  const known = schemes.filter(({ headers }) => convention.token(headers, new URLSearchParams()) === probe);
  return {
    schemes: Object.fromEntries(known.map(({ name, schema }) => [name, schema])),
    requirements: known.map(({ name }): Record<string, string[]> => ({ [name]: [] })),
  };
}
