import { z } from 'zod';
import {
  anyObject,
  builtinTools,
  inAnyCase,
  kinds,
  methodText,
  openFields,
  optionalText,
  orBlank,
  readings,
  sideEffects,
  type ToolSpec,
  unlessEmpty,
  wordOf,
} from '../../kinds/index.ts';
import { defineSpokeKind, someIn } from '../spoke.ts';
import { auth, authFromHub, authPathNames, authToHub } from './auth.ts';
import { asWritten, joch, jochRef } from './fields.ts';

const level = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.trim().toUpperCase() || undefined : value),
    z.enum(sideEffects, { error: `must be one of ${sideEffects.join(', ').toLowerCase()}` }).optional(),
  )
  .register(readings, { reads: () => orBlank(inAnyCase(sideEffects.map((word) => word.toLowerCase()))) });

const schema = openFields({
  type: wordOf(['function', 'rest', 'mcp', 'os', 'builtin']),
  builtin: wordOf(builtinTools),
  endpoint: openFields({ method: unlessEmpty(methodText), url: optionalText, auth: auth.optional() }).optional(),
  mcpServerRef: jochRef.optional(),
  inputSchema: anyObject.optional(),
  outputSchema: anyObject.optional(),
  sideEffects: openFields({
    level,
    idempotent: z.boolean().optional(),
    requiresApproval: z.boolean().optional(),
  }).optional(),
  safety: anyObject.optional(),
});

type Manifest = z.infer<typeof schema>;

export const tool = defineSpokeKind<ToolSpec, Manifest>({
  kindName: 'Tool',
  apiVersion: joch.tools,
  schema,
  ...asWritten,
  rules: kinds.Tool.rules,
  pathNames: { ...authPathNames('endpoint.auth'), mcp: 'mcpServerRef' },
  toHub: (manifest, { name }) => ({
    type: typeToHub(manifest),
    url: manifest.endpoint?.url,
    method: manifest.endpoint?.method,
    auth: authToHub(manifest.endpoint?.auth),
    // The API knows a tool of a server by the resource's own name.
    mcp: manifest.mcpServerRef && { server: manifest.mcpServerRef, tool: name },
    builtin: manifest.builtin,
    inputSchema: manifest.inputSchema,
    outputSchema: manifest.outputSchema,
    sideEffect: manifest.sideEffects?.level,
    idempotent: manifest.sideEffects?.idempotent,
    requiresApproval: manifest.sideEffects?.requiresApproval,
    safety: manifest.safety,
  }),
  fromHub: (spec) => ({
    type: words[spec.type],
    builtin: spec.builtin,
    endpoint: someIn({ method: spec.method, url: spec.url, auth: authFromHub(spec.auth) }),
    mcpServerRef: spec.mcp?.server,
    inputSchema: spec.inputSchema,
    outputSchema: spec.outputSchema,
    sideEffects: someIn({
      level: spec.sideEffect?.toLowerCase(),
      idempotent: spec.idempotent,
      requiresApproval: spec.requiresApproval,
    }),
    safety: spec.safety,
  }),
});

// The types that the API lacks appear as the nearest that it has.
const words: Record<ToolSpec['type'], NonNullable<Manifest['type']>> = {
  http: 'rest',
  external: 'rest',
  grpc: 'rest',
  'webhook-callback': 'rest',
  mcp: 'mcp',
  builtin: 'builtin',
  function: 'function',
  wasm: 'function',
  os: 'os',
  cli: 'os',
};

function typeToHub({ type, mcpServerRef }: Manifest): ToolSpec['type'] {
  if (type === undefined) return mcpServerRef === undefined ? 'http' : 'mcp';
  return type === 'rest' ? 'http' : type;
}
