import { type JsonSchema, kinds, orOneOf, type ResourceKind } from '../kinds/index.ts';
import { type ApiVersion, hasKind, spokeOf, textsOf } from '../versions/index.ts';
import { maxNameLength, nameForm } from './metadata.ts';

const known = new Map<string, JsonSchema>();

/**
 * The JSON Schema (draft 2020-12) of the manifests of a kind that an API version takes; null when it has no such kind.
 * What fields demand of each other, and whether text with a syntax makes sense, is told when a manifest is applied.
 */
export function manifestSchema(kind: ResourceKind, apiVersion: ApiVersion): JsonSchema | null {
  if (!hasKind(apiVersion, kind)) return null;
  const key = `${kind} ${apiVersion}`;
  const schema = known.get(key) ?? schemaOf(kind, apiVersion);
  known.set(key, schema);
  return schema;
}

function schemaOf(kind: ResourceKind, version: ApiVersion): JsonSchema {
  const { apiVersion, kindName, inputSchema, read } = spokeOf(version, kind);
  const spec = inputSchema();
  const isSilent = read({}, { name: 'it' }).ok;
  const { description } = kinds[kind];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${kindName} (${apiVersion})`,
    description,
    type: 'object',
    properties: {
      apiVersion: { anyOf: [{ const: apiVersion }, { type: 'string', pattern: versionForm(version) }] },
      kind: { anyOf: [{ const: kindName }, { type: 'string', pattern: kindForm(kind) }] },
      metadata,
      spec: isSilent ? orOneOf(spec, [null]) : spec,
    },
    required: ['apiVersion', 'kind', 'metadata', ...(isSilent ? [] : ['spec'])],
  };
}

function versionForm(version: ApiVersion): string {
  return `^\\s*(?:${textsOf(version)
    .map((text) => text.replaceAll(/[./]/g, '\\$&'))
    .join('|')})\\s*$`;
}

/** Any spelling of the kind: `McpServer`, `MCPServer`, `mcp-servers`. */
function kindForm(kind: ResourceKind): string {
  const spellings = kinds[kind].aliases.map((alias) =>
    [...alias].map((letter) => `[${letter}${letter.toUpperCase()}]`).join('[-_]*'),
  );
  return `^\\s*[-_]*(?:${spellings.join('|')})[-_]*\\s*$`;
}

const name = { type: 'string', maxLength: maxNameLength, pattern: nameForm };

const texts = {
  type: 'object',
  propertyNames: { minLength: 1, maxLength: 317 },
  additionalProperties: { type: 'string' },
};

const metadata: JsonSchema = {
  description: 'Which resource it is.',
  type: 'object',
  properties: {
    name,
    namespace: orOneOf(name, [null, '']),
    labels: orOneOf(texts, [null]),
    annotations: orOneOf(texts, [null]),
    resourceVersion: { type: ['string', 'integer', 'null'] },
  },
  required: ['name'],
};
