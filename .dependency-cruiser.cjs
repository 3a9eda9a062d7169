// Who may import whom. A breach fails `npm run lint`.
const door = '^src/modules/[^/]+/index[.]ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Modules that need each other are one module. Types may point both ways.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'platform-knows-nothing-of-us',
      comment: 'The platform has no product nouns.',
      severity: 'error',
      from: { path: '^src/platform' },
      to: { path: '^(src/(modules|engine|server|composition|cli|client)|schema|resolvers)' },
    },
    {
      name: 'modules-through-their-doors',
      comment: 'A module sees the platform and the doors of other modules.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', door] },
    },
    {
      name: 'modules-stay-below',
      severity: 'error',
      from: { path: '^src/modules' },
      to: { path: '^(src/(engine|server|composition|cli|client)|schema|resolvers)' },
    },
    {
      name: 'engine-through-doors',
      severity: 'error',
      from: { path: '^src/engine' },
      to: { path: '^(src/modules/[^/]+/(?!index[.]ts$)|src/(server|composition|cli|client)|schema|resolvers)' },
    },
    {
      name: 'only-the-engine-knows-dbos',
      severity: 'error',
      from: { pathNot: '^src/engine/durable' },
      to: { path: 'node_modules/@dbos-inc' },
    },
    {
      name: 'interpreter-is-pure',
      comment: 'The interpreter has effects only through its port.',
      severity: 'error',
      from: { path: '^src/engine/workflow' },
      to: { path: '^(src/platform/(db|http|bus|clock|crypto|journal)|src/engine/(steps|durable))' },
    },
    {
      name: 'schema-sees-doors',
      severity: 'error',
      from: { path: '^schema' },
      to: { path: '^(src/modules/[^/]+/(?!index[.]ts$)|src/(server|composition|cli|client)|resolvers)' },
    },
    {
      name: 'resolvers-translate',
      comment: 'Services come through the context; resolvers import schema, module types and the page keys.',
      severity: 'error',
      from: { path: '^resolvers' },
      to: { path: '^(src/modules/[^/]+/(?!index[.]ts$)|src/(server|composition|cli|client))' },
    },
    {
      name: 'server-knows-no-nouns',
      severity: 'error',
      from: { path: '^src/server' },
      to: { path: '^(src/(modules|engine|composition|cli|client)|schema|resolvers)' },
    },
    {
      name: 'facade-asks-the-graph',
      comment:
        'REST can do nothing that GraphQL cannot: the facade sees the error catalogue, the door of the server and itself.',
      severity: 'error',
      from: { path: '^rest-compat' },
      to: { path: '^(src/(?!platform/errors[.]ts$|server/index[.]ts$)|schema|resolvers)' },
    },
    {
      name: 'nothing-asks-the-facade',
      comment: 'Only the composition root knows that there is a facade.',
      severity: 'error',
      from: { path: '^(src/(?!composition|main[.]ts$)|schema|resolvers)' },
      to: { path: '^rest-compat' },
    },
    {
      name: 'facade-compiles-apart',
      comment:
        'The compiler runs before the program does and needs nothing of it; the program runs without the compiler.',
      severity: 'error',
      from: { path: '^rest-compat/(runtime|apis)|^src' },
      to: { path: '^rest-compat/compiler' },
    },
    {
      name: 'chat-proxy-through-doors',
      comment: 'Chat completions are served over the doors of the server, the engine and the modules.',
      severity: 'error',
      from: { path: '^src/chat-proxy' },
      to: {
        path: '^(src/(modules/[^/]+|server|engine)/(?!index[.]ts$)|src/(composition|cli|client)|schema|resolvers)',
      },
    },
    {
      name: 'only-the-composition-knows-the-chat-proxy',
      severity: 'error',
      from: { path: '^(src/(platform|modules|engine|server|cli|client)|schema|resolvers)' },
      to: { path: '^src/chat-proxy' },
    },
    {
      name: 'stores-own-the-database',
      comment: "SQL stands in stores, in what is written inside their statements, and in the engine's own bookkeeping.",
      severity: 'error',
      from: {
        path: '^(src/modules|schema|resolvers|src/server)',
        pathNot: [
          '-store[.]ts$',
          '-writer[.]ts$',
          '-order[.]ts$',
          '-query[.]ts$',
          'rows[.]ts$',
          '/audit[.]ts$',
          '-service[.]ts$',
          'turn-queue[.]ts$',
        ],
      },
      to: { path: 'node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/generated/|typed-document-node' },
    },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^(src|schema|resolvers|rest-compat)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Peers have packages of their own, installed only to be measured.
    exclude: { path: '/generated/|^bench/peers/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
