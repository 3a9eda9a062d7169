import type { Route } from '../../../rest-compat/runtime/route.ts';
import { failureKeys } from '../../../rest-compat/runtime/route.ts';
import { binding, member, object, route, scalar } from '../../support/facade/routes.ts';

const failure = `... on Failure { ${Object.entries(failureKeys)
  .map(([name, key]) => `${key}: ${name}`)
  .join(' ')} }`;

const agentShape = object([
  member('name'),
  member('kind', scalar('enum', { words: 'ResourceKind' })),
  member('labels', { kind: 'entries', isNullable: false }),
  member('resourceVersion', scalar(), { header: 'ETag' }),
]);
const agentFields = 'name kind labels { key value } resourceVersion';
const name = binding({ variable: 'name', in: 'path', type: 'String!', isRequired: true });

const getAgent = route({
  id: 'GetAgent',
  path: '/v1/agents/{name}',
  also: ['/v1/also/agents/{name}'],
  document: `query GetAgent($name: String!) { agent(name: $name) { ${agentFields} } }`,
  rootKey: 'agent',
  bindings: [name],
  missing: { code: 'RESOURCE_NOT_FOUND', text: 'agent "{name}" not found' },
  actions: ['RESOURCE_READ', 'RESOURCE_WRITE'],
  shape: agentShape,
});

const listAgents = route({
  id: 'ListAgents',
  path: '/v1/agents',
  document: `query ListAgents($limit: Int! = 100, $labels: [LabelInput!], $kind: ResourceKind) {
    resources(first: $limit, filter: { labels: $labels, kind: $kind }) {
      edges { node { name kind } } pageInfo { hasNextPage endCursor }
    }
  }`,
  rootKey: 'resources',
  bindings: [
    binding({ variable: 'limit', in: 'query', type: 'Int!', named: 'Int', min: 1, max: 1000 }),
    binding({
      variable: 'labels',
      in: 'query',
      names: ['labelSelector', 'labels'],
      as: 'LABEL_SELECTOR',
      isList: true,
    }),
    binding({ variable: 'kind', in: 'query', named: 'ResourceKind', words: 'ResourceKind', type: 'ResourceKind' }),
  ],
  shape: object([
    member(
      'items',
      {
        kind: 'list',
        isNullable: false,
        at: ['node'],
        item: object([member('name'), member('kind', scalar('enum', { words: 'ResourceKind' }))]),
      },
      { from: ['edges'] },
    ),
    member('continue', { kind: 'next', isNullable: true }, { from: ['pageInfo'], omit: 'null' }),
  ]),
});

const watchAgents = route({
  ...listAgents,
  id: 'ListAgents',
  when: [{ query: 'count' }],
  shape: object([member('counted', scalar('boolean', { const: true }), { from: [] })]),
});

const apply = route({
  id: 'Apply',
  path: '/v1/apply',
  method: 'POST',
  status: 201,
  kind: 'mutation',
  body: 'JSON_OR_YAML',
  document: `mutation Apply($manifests: String!, $namespace: String! = "default") {
    applyManifests(input: { manifests: $manifests, namespace: $namespace }) {
      ... on ManifestsApplied { changes { name } } ${failure}
    }
  }`,
  rootKey: 'applyManifests',
  bindings: [
    binding({ variable: 'manifests', in: 'body', names: [''], as: 'TEXT', type: 'String!', isRequired: true }),
    binding({ variable: 'namespace', in: 'query', type: 'String!' }),
  ],
  failures: ['MANIFESTS_INVALID', 'RESOURCE_VERSION_CONFLICT'],
  shape: object([member('changes', { kind: 'list', isNullable: false, at: ['name'], item: scalar() })]),
});

const remove = route({
  id: 'Delete',
  path: '/v1/agents/{name}',
  method: 'DELETE',
  kind: 'mutation',
  document: `mutation Delete($name: String!, $version: String) {
    deleteResource(input: { kind: AGENT, name: $name, expectedVersion: $version }) { __typename ${failure} }
  }`,
  rootKey: 'deleteResource',
  bindings: [name, binding({ variable: 'version', in: 'header', names: ['If-Match'], as: 'ETAG' })],
  shape: object([member('deleted', scalar('boolean', { const: true }), { from: [] })]),
});

/** Takes a whole input object, so that the executor has to say what is wrong inside it. */
const search = route({
  id: 'Search',
  path: '/v1/search',
  method: 'POST',
  body: 'JSON',
  document: `query Search($filter: ResourceFilter, $first: Int) {
    resources(filter: $filter, first: $first) { edges { node { name } } }
  }`,
  rootKey: 'resources',
  bindings: [
    binding({
      variable: 'filter',
      in: 'body',
      names: ['spec.filter'],
      type: 'ResourceFilter',
      named: 'ResourceFilter',
    }),
    binding({ variable: 'first', in: 'body', names: ['spec.first'], type: 'Int', named: 'Int', min: 1, max: 10 }),
  ],
  shape: object([
    member('names', { kind: 'list', isNullable: false, at: ['node', 'name'], item: scalar() }, { from: ['edges'] }),
  ]),
});

const hello = route({
  id: 'Hello',
  path: '/v1/hello',
  isPublic: true,
  document: 'query Hello { __typename }',
  rootKey: '__typename',
  deprecated: '2026-11-01',
  wire: 'TEXT',
  shape: scalar(),
});

const me: Route = route({
  api: 'fabric',
  id: 'Me',
  path: '/fabric/me',
  document: 'query Me { viewer { name role } }',
  rootKey: 'viewer',
  shape: object([member('name'), member('role', scalar('enum'))]),
});

/** The same path for two APIs, and one that the program has itself. */
const shared = (['joch', 'fabric'] as const).flatMap((api) =>
  ['/shared', '/healthz'].map((path) =>
    route({
      api,
      id: 'Shared',
      path,
      isPublic: true,
      document: 'query Shared { __typename }',
      rootKey: '__typename',
      shape: object([member('api', scalar('string', { const: api }), { from: [] })]),
    }),
  ),
);

export const testRoutes: Route[] = [getAgent, listAgents, watchAgents, apply, remove, search, hello, me, ...shared];
