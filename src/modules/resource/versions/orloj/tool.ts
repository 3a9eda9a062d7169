import { z } from 'zod';
import {
  anyObject,
  builtinTools,
  inAnyCase,
  type JsonSchema,
  kinds,
  narrowed,
  operationClasses,
  optionalText,
  orBlank,
  orOneOf,
  readings,
  refText,
  riskLevels,
  someText,
  type ToolSpec,
  unlessEmpty,
  wordList,
  wordOf,
} from '../../kinds/index.ts';
import { defineSpokeKind, someOf } from '../spoke.ts';
import { auth, authFromHub, authPathNames, authToHub } from './auth.ts';
import { given } from './both-cases.ts';
import { apiVersion, keeps, orlojFields, refName } from './fields.ts';
import {
  cli,
  cliFromHub,
  cliToHub,
  runtime,
  runtimeFromHub,
  runtimeToHub,
  wasm,
  wasmFromHub,
  wasmToHub,
} from './tool-runtime.ts';

const types = ['http', 'external', 'grpc', 'webhook-callback', 'mcp', 'wasm', 'cli', 'builtin'] as const;

const fields = orlojFields({
  type: wordOf(types),
  endpoint: optionalText,
  description: optionalText,
  builtin: wordOf(builtinTools),
  input_schema: anyObject.optional(),
  mcp_server_ref: refName,
  mcp_tool_name: unlessEmpty(someText),
  cli: cli.prefault({}),
  wasm: wasm.prefault({}),
  capabilities: wordList,
  operation_classes: wordList
    .pipe(z.array(z.string().toLowerCase().pipe(z.enum(operationClasses))))
    .register(readings, {
      reads: () => orOneOf({ type: 'array', items: orBlank(inAnyCase(operationClasses)) }, [null]),
    }),
  risk_level: wordOf(riskLevels),
  runtime: runtime.prefault({}),
  auth: auth.prefault({}),
});

// A tool of a server is named with its server, and neither alone.
const schema = narrowed(
  fields.superRefine((manifest, context) => {
    const { mcp_server_ref: server, mcp_tool_name: tool } = manifest;
    if (manifest.type !== 'mcp' && (server === undefined) === (tool === undefined)) return;
    if (server === undefined) context.addIssue({ code: 'custom', path: ['mcp_server_ref'], message: neededForMcp });
    if (tool === undefined) context.addIssue({ code: 'custom', path: ['mcp_tool_name'], message: neededForMcp });
  }),
  (own) => {
    const [server, tool] = [given('mcp_server_ref'), given('mcp_tool_name')];
    const isMcp = given('type', inAnyCase(['mcp']));
    const ways: JsonSchema[] = [{ allOf: [server, tool] }, { not: { anyOf: [server, tool, isMcp] } }];
    return { ...own, anyOf: ways };
  },
);

const neededForMcp = 'is required for a tool of the type mcp';

type Manifest = z.infer<typeof schema>;

export const tool = defineSpokeKind<ToolSpec, Manifest>({
  kindName: 'Tool',
  apiVersion,
  schema,
  keeps,
  rules: kinds.Tool.rules,
  pathNames: { ...authPathNames, cli: 'cli.command', 'cli.image': 'cli.image', wasm: 'wasm.module' },
  toHub: (manifest) => ({
    type: manifest.type,
    description: manifest.description,
    url: manifest.endpoint,
    builtin: manifest.builtin,
    mcp: manifest.mcp_server_ref && { server: manifest.mcp_server_ref, tool: manifest.mcp_tool_name },
    inputSchema: manifest.input_schema,
    auth: authToHub(manifest.auth),
    capabilities: manifest.capabilities,
    operationClasses: manifest.operation_classes,
    riskLevel: manifest.risk_level,
    runtime: runtimeToHub(manifest.runtime),
    cli: cliToHub(manifest.cli),
    wasm: wasmToHub(manifest.wasm),
  }),
  fromHub: (spec) => ({
    type: typeOf(spec),
    endpoint: spec.url,
    description: spec.description,
    builtin: spec.builtin,
    input_schema: spec.inputSchema,
    mcp_server_ref: spec.mcp && refText(spec.mcp.server),
    mcp_tool_name: spec.mcp?.tool,
    cli: cliFromHub(spec.cli),
    wasm: wasmFromHub(spec.wasm),
    capabilities: someOf(spec.capabilities),
    operation_classes: someOf(spec.operationClasses),
    risk_level: spec.riskLevel,
    runtime: runtimeFromHub(spec.runtime),
    auth: authFromHub(spec.auth),
  }),
});

// What this API has no word for runs outside of it, as far as its clients can tell.
function typeOf(spec: ToolSpec): string {
  return types.find((word) => word === spec.type) ?? 'external';
}
