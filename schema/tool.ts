import { effectiveSideEffect, needsApproval, type Resource } from '../src/modules/resource/index.ts';
import { Auth } from './auth.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';
import { ResourceRef } from './resource.ts';
import { SideEffect } from './side-effect.ts';
import { entriesOf, TextEntry } from './text-entry.ts';
import { BuiltinTool, OperationClass, RiskLevel, ToolType } from './tool-enums.ts';
import { CliTool, McpToolSource, ToolRuntime, WasmTool } from './tool-parts.ts';
import { addJournalCursor } from './watchable.ts';

const ToolSpecRef = builder.objectRef<Resource<'Tool'>>('ToolSpec').implement({
  description: 'What an agent can call: where it runs, what it takes, and what it changes in the world.',
});

builder.objectFields(ToolSpecRef, (t) => ({
  type: t.field({ type: ToolType, description: 'Where it runs.', resolve: ({ spec }) => spec.type }),
  description: t.string({
    nullable: true,
    description: 'What models are told about it; null takes the words of the built-in or MCP tool.',
    resolve: ({ spec }) => spec.description,
  }),
  url: t.string({
    nullable: true,
    description: 'Where HTTP finds it; `{name}` in its path is filled from the argument of that name.',
    resolve: ({ spec }) => spec.url,
  }),
  method: t.string({
    nullable: true,
    description: 'The HTTP method; null is POST.',
    resolve: ({ spec }) => spec.method,
  }),
  headers: t.field({
    type: [TextEntry],
    description: 'HTTP headers of every call.',
    resolve: ({ spec }) => entriesOf(spec.headers),
  }),
  auth: t.field({
    type: Auth,
    nullable: true,
    description: 'How it is given its credential; null when it needs none.',
    resolve: ({ spec: { auth }, namespace }) => auth && { auth, namespace },
  }),
  allowPrivate: t.boolean({
    description: 'Whether it may be called at a private address.',
    resolve: ({ spec }) => spec.allowPrivate,
  }),
}));

builder.objectFields(ToolSpecRef, (t) => ({
  mcp: t.field({
    type: McpToolSource,
    nullable: true,
    description: 'The tool of an MCP server that it stands for; null unless its type is MCP.',
    resolve: ({ spec, namespace }) => spec.mcp && { part: spec.mcp, namespace },
  }),
  builtin: t.field({
    type: BuiltinTool,
    nullable: true,
    description: 'The tool of the platform that it stands for; null unless its type is BUILTIN.',
    resolve: ({ spec }) => spec.builtin,
  }),
  cli: t.field({
    type: CliTool,
    nullable: true,
    description: 'The program that it runs; null unless its type is CLI.',
    resolve: ({ spec, namespace }) => spec.cli && { part: spec.cli, namespace },
  }),
  wasm: t.field({
    type: WasmTool,
    nullable: true,
    description: 'The module that it runs; null unless its type is WASM.',
    resolve: ({ spec }) => spec.wasm,
  }),
  inputSchema: t.field({
    type: 'JSON',
    nullable: true,
    description: 'The JSON Schema of its arguments; null takes that of the built-in or MCP tool.',
    resolve: ({ spec }) => spec.inputSchema,
  }),
  outputSchema: t.field({
    type: 'JSON',
    nullable: true,
    description: 'The JSON Schema of its result; null when nothing is said. Not acted on yet.',
    resolve: ({ spec }) => spec.outputSchema,
  }),
}));

builder.objectFields(ToolSpecRef, (t) => ({
  sideEffect: t.field({
    type: SideEffect,
    description: 'What it changes in the world, as declared, or else as its operation classes amount to.',
    resolve: ({ spec }) => effectiveSideEffect(spec),
  }),
  needsApproval: t.boolean({
    description: 'Whether a person must agree to each call, as declared, or else as its declared side effect asks for.',
    resolve: ({ spec }) => needsApproval(spec),
  }),
  operationClasses: t.field({
    type: [OperationClass],
    description: 'What kinds of operations it does.',
    resolve: ({ spec }) => spec.operationClasses,
  }),
  riskLevel: t.field({
    type: RiskLevel,
    description: 'How much harm it could do.',
    resolve: ({ spec }) => spec.riskLevel,
  }),
  idempotent: t.boolean({
    nullable: true,
    description: 'Whether calling it twice does no more than once; null when not said.',
    resolve: ({ spec }) => spec.idempotent,
  }),
  capabilities: t.stringList({
    description: "What it can do, in its author's words.",
    resolve: ({ spec }) => spec.capabilities,
  }),
  runtime: t.field({ type: ToolRuntime, description: 'How it is run.', resolve: ({ spec }) => spec.runtime }),
  safety: t.field({
    type: 'JSON',
    nullable: true,
    description: 'What its author says about its safety, as written; null when nothing is said. Not acted on yet.',
    resolve: ({ spec }) => spec.safety,
  }),
}));

export const ToolRef = builder.objectRef<Resource<'Tool'>>('Tool').implement({
  description: 'Something that an agent can call.',
  interfaces: [ResourceRef, Node],
  fields: (t) => ({
    spec: t.field({ type: ToolSpecRef, description: 'What it declares.', resolve: (tool) => tool }),
  }),
});

export const ToolEdge = builder.edgeObject({ type: ToolRef, name: 'ToolEdge', description: 'A tool in a list.' });
export const ToolConnection = builder.connectionObject(
  { type: ToolRef, name: 'ToolConnection', description: 'A page of tools.' },
  ToolEdge,
);
addJournalCursor(ToolConnection);
