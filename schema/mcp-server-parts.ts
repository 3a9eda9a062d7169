import type { McpServerSpec } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { SecretValueRef, secretValueOf } from './secret.ts';

export const McpTransport = builder.enumType('McpTransport', {
  description: 'How an MCP server is spoken to.',
  values: {
    STDIO: { value: 'stdio', description: 'It is a program here; messages go over its standard input and output.' },
    HTTP: { value: 'http', description: 'It is elsewhere; messages go over Streamable HTTP.' },
  } as const,
});

/** A variable of an MCP server, and the namespace of the server. */
interface VariableShape {
  namespace: string;
  variable: McpServerSpec['env'][number];
}

export const McpVariable = builder.objectRef<VariableShape>('McpVariable').implement({
  description: 'A variable in the environment of an MCP server.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ({ variable }) => variable.name }),
    value: t.string({
      nullable: true,
      description: 'Its text; null when it comes from a Secret.',
      resolve: ({ variable }) => variable.value,
    }),
    secret: t.field({
      type: SecretValueRef,
      nullable: true,
      description: 'The value of a Secret that it carries; null when it is plain text.',
      resolve: ({ variable, namespace }) => secretValueOf(variable.secret, { namespace }),
    }),
    mountPath: t.string({
      nullable: true,
      description: 'The file in the container that is to hold it; null for none. Not acted on yet.',
      resolve: ({ variable }) => variable.mountPath,
    }),
  }),
});

export const McpReconnect = builder.objectRef<McpServerSpec['reconnect']>('McpReconnect').implement({
  description: 'How a lost connection is to be made again. Not acted on yet.',
  fields: (t) => ({
    maxAttempts: t.exposeInt('maxAttempts', { description: 'How often it is tried.' }),
    backoff: t.expose('backoffMs', { type: 'Duration', description: 'How long it waits before it tries again.' }),
  }),
});

const McpDriftAction = builder.enumType('McpDriftAction', {
  description: 'What happens when the tools of an MCP server change.',
  values: {
    ALERT: { description: 'Somebody is told.' },
    DENY: { description: 'Changed tools may not be called.' },
    QUARANTINE: { description: 'The server may not be called at all.' },
  },
});

export const McpDiscovery = builder.objectRef<NonNullable<McpServerSpec['discovery']>>('McpDiscovery').implement({
  description: 'How the tools of an MCP server are to be found; null where nothing is said. Not acted on yet.',
  fields: (t) => ({
    enabled: t.exposeBoolean('enabled', { nullable: true, description: 'Whether the server is asked for its tools.' }),
    refreshInterval: t.expose('refreshIntervalMs', {
      type: 'Duration',
      nullable: true,
      description: 'How often it is asked again.',
    }),
    onSchemaDrift: t.expose('onSchemaDrift', {
      type: McpDriftAction,
      nullable: true,
      description: 'What happens when they change.',
    }),
  }),
});

export const McpSecurity = builder.objectRef<NonNullable<McpServerSpec['security']>>('McpSecurity').implement({
  description: 'How far an MCP server is to be trusted; null where nothing is said. Not acted on yet.',
  fields: (t) => ({
    sandbox: t.expose('sandbox', {
      type: 'JSON',
      nullable: true,
      description: 'Whether it runs in a sandbox, true or false, or the name of the sandbox.',
    }),
    allowStdio: t.exposeBoolean('allowStdio', {
      nullable: true,
      description: 'Whether it may be started as a program here.',
    }),
    pinServerVersion: t.exposeBoolean('pinServerVersion', {
      nullable: true,
      description: 'Whether only one version of it is accepted.',
    }),
    pinnedVersion: t.exposeString('pinnedVersion', { nullable: true, description: 'That version.' }),
    trustedPublisher: t.expose('trustedPublisher', {
      type: 'JSON',
      nullable: true,
      description: 'Whether its publisher is trusted, true or false, or the name of the publisher.',
    }),
    minTrustScore: t.exposeFloat('minTrustScore', {
      nullable: true,
      description: 'The least score, 0 to 1, with which it is used.',
    }),
  }),
});

export const McpScanning = builder.objectRef<NonNullable<McpServerSpec['scanning']>>('McpScanning').implement({
  description: 'What is to be looked for in the results of an MCP server. Not acted on yet.',
  fields: (t) => ({
    promptInjectionScan: t.exposeBoolean('promptInjectionScan', {
      nullable: true,
      description: 'Whether they are searched for hidden instructions; null when nothing is said.',
    }),
    redactFieldsInResults: t.exposeStringList('redactFieldsInResults', {
      description: 'Fields that are removed from them.',
    }),
  }),
});
