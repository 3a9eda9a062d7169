import type { ToolSpec } from '../src/modules/resource/index.ts';
import { builder } from './builder.ts';
import { McpServerRef } from './mcp-server.ts';
import { loadNamed, nameOf } from './reference.ts';
import { SecretValueRef, secretValueOf } from './secret.ts';
import { entriesOf, TextEntry } from './text-entry.ts';

/** A part of a tool that names others, and the namespace of the tool. */
interface Located<Part> {
  namespace: string;
  part: Part;
}

export const McpToolSource = builder.objectRef<Located<NonNullable<ToolSpec['mcp']>>>('McpToolSource').implement({
  description: 'The tool of an MCP server that a tool stands for.',
  fields: (t) => ({
    server: t.field({
      type: McpServerRef,
      nullable: true,
      description: 'The server; null when it does not exist.',
      resolve: ({ part, namespace }, _args, { loaders }) =>
        loadNamed(loaders, 'McpServer', nameOf(part.server, { namespace })),
    }),
    tool: t.string({ description: "The tool's name there.", resolve: ({ part }) => part.tool }),
  }),
});

const Jitter = builder.enumType('Jitter', {
  description: 'How waits are spread, so that many retries do not come at once.',
  values: {
    NONE: { value: 'none', description: 'Not at all.' },
    FULL: { value: 'full', description: 'Any part of the wait.' },
    EQUAL: { value: 'equal', description: 'Half of the wait, and any part of the other half.' },
  } as const,
});

const ToolRetry = builder.objectRef<ToolSpec['runtime']['retry']>('ToolRetry').implement({
  description: 'How often a failed call is tried again. Each wait is twice the one before.',
  fields: (t) => ({
    maxAttempts: t.exposeInt('maxAttempts', { description: 'Attempts in all; 1 is no retry.' }),
    backoff: t.expose('backoffMs', { type: 'Duration', description: 'The first wait.' }),
    maxBackoff: t.expose('maxBackoffMs', { type: 'Duration', description: 'The longest wait.' }),
    jitter: t.expose('jitter', { type: Jitter, description: 'How the waits are spread.' }),
  }),
});

const Isolation = builder.enumType('Isolation', {
  description: 'What stands between a tool and the machine that it runs on.',
  values: {
    NONE: { value: 'none', description: 'Nothing.' },
    SANDBOXED: { value: 'sandboxed', description: 'A sandbox.' },
    CONTAINER: { value: 'container', description: 'A container.' },
    WASM: { value: 'wasm', description: 'A WebAssembly runtime.' },
  } as const,
});

export const ToolRuntime = builder.objectRef<ToolSpec['runtime']>('ToolRuntime').implement({
  description: 'How a tool is run.',
  fields: (t) => ({
    timeout: t.expose('timeoutMs', { type: 'Duration', description: 'How long one attempt may take.' }),
    isolation: t.expose('isolation', {
      type: Isolation,
      description: 'What is to stand between it and the machine. Not acted on yet.',
    }),
    retry: t.expose('retry', { type: ToolRetry, description: 'How often a failed call is tried again.' }),
  }),
});

const CliOutput = builder.enumType('CliOutput', {
  description: "What of a program's output is its result.",
  values: {
    STDOUT: { value: 'stdout', description: 'Its standard output.' },
    STDERR: { value: 'stderr', description: 'Its standard error.' },
    BOTH: { value: 'both', description: 'Both.' },
  } as const,
});

type SecretVariableShape = Located<NonNullable<ToolSpec['cli']>['envFrom'][number]>;

const SecretVariable = builder.objectRef<SecretVariableShape>('SecretVariable').implement({
  description: 'A variable whose value comes from a Secret.',
  fields: (t) => ({
    name: t.string({ description: 'Its name.', resolve: ({ part }) => part.name }),
    secret: t.field({
      type: SecretValueRef,
      nullable: true,
      description: 'The value that it carries.',
      resolve: ({ part, namespace }) => secretValueOf(part.secret, { namespace }),
    }),
  }),
});

export const CliTool = builder.objectRef<Located<NonNullable<ToolSpec['cli']>>>('CliTool').implement({
  description: 'A program that a tool runs. Not acted on yet.',
});

builder.objectFields(CliTool, (t) => ({
  command: t.string({ description: 'The program.', resolve: ({ part }) => part.command }),
  args: t.stringList({ description: 'Its arguments.', resolve: ({ part }) => part.args }),
  image: t.string({
    nullable: true,
    description: 'The container image; null for none.',
    resolve: ({ part }) => part.image,
  }),
  imagePullSecret: t.string({
    nullable: true,
    description: 'The name of the Secret with which the image is fetched; null for none.',
    resolve: ({ part }) => part.imagePullSecret,
  }),
  network: t.string({ description: 'The network of the container.', resolve: ({ part }) => part.network }),
  workingDir: t.string({
    nullable: true,
    description: 'The folder that it runs in; null leaves it to the image.',
    resolve: ({ part }) => part.workingDir,
  }),
  stdinFromInput: t.boolean({
    description: 'Whether it gets the arguments of the call on its standard input.',
    resolve: ({ part }) => part.stdinFromInput,
  }),
  output: t.field({
    type: CliOutput,
    description: 'What of its output is its result.',
    resolve: ({ part }) => part.output,
  }),
  env: t.field({ type: [TextEntry], description: 'Its environment.', resolve: ({ part }) => entriesOf(part.env) }),
  envFrom: t.field({
    type: [SecretVariable],
    description: 'Variables whose values come from Secrets.',
    resolve: ({ part, namespace }) => part.envFrom.map((entry) => ({ part: entry, namespace })),
  }),
}));

export const WasmTool = builder.objectRef<NonNullable<ToolSpec['wasm']>>('WasmTool').implement({
  description: 'A WebAssembly module that a tool runs. Not acted on yet.',
  fields: (t) => ({
    module: t.exposeString('module', { description: 'Where the module is.' }),
    entrypoint: t.exposeString('entrypoint', { description: 'The function that is called.' }),
    maxMemoryBytes: t.exposeFloat('maxMemoryBytes', { description: 'Memory that it may have, in bytes.' }),
    fuel: t.exposeFloat('fuel', { description: 'Instructions that one call may take.' }),
    enableWasi: t.exposeBoolean('enableWasi', { description: 'Whether it may use the system interface WASI.' }),
    imagePullSecret: t.exposeString('imagePullSecret', {
      nullable: true,
      description: 'The name of the Secret with which the module is fetched; null for none.',
    }),
  }),
});
