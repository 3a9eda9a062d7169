import type { Resource } from '../src/modules/resource/index.ts';
import { Auth } from './auth.ts';
import { builder } from './builder.ts';
import { McpDiscovery, McpReconnect, McpScanning, McpSecurity, McpTransport, McpVariable } from './mcp-server-parts.ts';
import { Node } from './node.ts';
import { PolicyRef } from './policy.ts';
import { loadRefs } from './reference.ts';
import { ResourceRef } from './resource.ts';
import { addJournalCursor } from './watchable.ts';

const McpServerSpecRef = builder.objectRef<Resource<'McpServer'>>('McpServerSpec').implement({
  description: 'How a server of the Model Context Protocol is started or reached, and how far it is trusted.',
});

builder.objectFields(McpServerSpecRef, (t) => ({
  transport: t.field({
    type: McpTransport,
    description: 'How it is spoken to.',
    resolve: ({ spec }) => spec.transport,
  }),
  command: t.string({
    nullable: true,
    description: 'The program that STDIO starts; null for HTTP.',
    resolve: ({ spec }) => spec.command,
  }),
  args: t.stringList({ description: 'The arguments of the program.', resolve: ({ spec }) => spec.args }),
  image: t.string({
    nullable: true,
    description: 'The container image to run it in; null when none is named. Not acted on yet.',
    resolve: ({ spec }) => spec.image,
  }),
  url: t.string({
    nullable: true,
    description: 'Where HTTP finds it; null for STDIO.',
    resolve: ({ spec }) => spec.url,
  }),
  env: t.field({
    type: [McpVariable],
    description: 'The environment of the program.',
    resolve: ({ spec, namespace }) => spec.env.map((variable) => ({ variable, namespace })),
  }),
  auth: t.field({
    type: Auth,
    nullable: true,
    description: 'How it is given its credential; null when it needs none.',
    resolve: ({ spec: { auth }, namespace }) => auth && { auth, namespace },
  }),
}));

builder.objectFields(McpServerSpecRef, (t) => ({
  idleTimeout: t.field({
    type: 'Duration',
    description: 'How long an unused connection is kept; zero keeps it for good.',
    resolve: ({ spec }) => spec.idleTimeoutMs,
  }),
  toolFilter: t.stringList({
    description: 'The only tools of the server that agents are offered; empty for all.',
    resolve: ({ spec }) => spec.toolFilter,
  }),
  generateTools: t.boolean({
    nullable: true,
    description: 'Whether each of its tools is made a Tool; null for yes when it is declared over Orloj, else no.',
    resolve: ({ spec }) => spec.generateTools,
  }),
  allowPrivate: t.boolean({
    description: 'Whether it may be called at a private address.',
    resolve: ({ spec }) => spec.allowPrivate,
  }),
  policies: t.field({
    type: [PolicyRef],
    description: 'Policies that it names, as far as they exist. Not acted on yet.',
    resolve: (server, _args, { loaders }) => loadRefs(loaders, 'Policy', { refs: server.spec.policies, from: server }),
  }),
  reconnect: t.field({
    type: McpReconnect,
    description: 'How a lost connection is made again.',
    resolve: ({ spec }) => spec.reconnect,
  }),
  discovery: t.field({
    type: McpDiscovery,
    nullable: true,
    description: 'How its tools are found; null when nothing is said.',
    resolve: ({ spec }) => spec.discovery,
  }),
  security: t.field({
    type: McpSecurity,
    nullable: true,
    description: 'How far it is trusted; null when nothing is said.',
    resolve: ({ spec }) => spec.security,
  }),
  scanning: t.field({
    type: McpScanning,
    nullable: true,
    description: 'What is looked for in its results; null when nothing is said.',
    resolve: ({ spec }) => spec.scanning,
  }),
}));

export const McpServerRef = builder.objectRef<Resource<'McpServer'>>('McpServer').implement({
  description: 'A server of the Model Context Protocol.',
  interfaces: [ResourceRef, Node],
  fields: (t) => ({
    spec: t.field({ type: McpServerSpecRef, description: 'What it declares.', resolve: (server) => server }),
  }),
});

export const McpServerEdge = builder.edgeObject({
  type: McpServerRef,
  name: 'McpServerEdge',
  description: 'An MCP server in a list.',
});
export const McpServerConnection = builder.connectionObject(
  { type: McpServerRef, name: 'McpServerConnection', description: 'A page of MCP servers.' },
  McpServerEdge,
);
addJournalCursor(McpServerConnection);
