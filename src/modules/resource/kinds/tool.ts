import { z } from 'zod';
import { authFaults, authField } from './auth.ts';
import type { Fault } from './fault.ts';
import { anyObject, optionalText, someText, strictFields, textMap, wordList } from './fields.ts';
import { readings } from './input-schema.ts';
import { defineKind, referencesAt } from './kind.ts';
import { refField } from './ref.ts';
import { cli, type isolationModes, runtime, wasm } from './tool-runtime.ts';

/** Where a tool runs. */
export const toolTypes = [
  'http',
  'mcp',
  'builtin',
  'external',
  'grpc',
  'webhook-callback',
  'wasm',
  'cli',
  'function',
  'os',
] as const;
/** The tools that need nothing but Orrery. */
export const builtinTools = ['clock', 'calculator'] as const;
/** The side effects that a tool can declare. */
export const sideEffects = [
  'READ_ONLY',
  'LOCAL_WRITE',
  'EXTERNAL_WRITE',
  'FINANCIAL',
  'COMMUNICATION',
  'CODE_EXECUTION',
  'PRIVILEGED',
] as const;
/** What a tool does to what it touches. */
export const operationClasses = ['read', 'write', 'delete', 'admin'] as const;
/** What is at stake in a call. */
export const riskLevels = ['low', 'medium', 'high', 'critical'] as const;

/** How far the effect of a tool call reaches. */
export type SideEffect = (typeof sideEffects)[number];

/** An HTTP method, in any case. */
export const methodText = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{3,10}$/, { error: 'must be an HTTP method, such as POST' })
  .register(readings, { reads: (own) => ({ ...own, pattern: '^[A-Za-z]{3,10}$' }) });

const declared = strictFields({
  type: z.enum(toolTypes).default('http'),
  description: optionalText,
  url: optionalText,
  method: methodText.optional(),
  headers: textMap,
  mcp: strictFields({ server: refField, tool: someText }).optional(),
  builtin: z.enum(builtinTools).optional(),
  inputSchema: anyObject.optional(),
  outputSchema: anyObject.optional(),
  auth: authField.optional(),
  sideEffect: z.enum(sideEffects).optional(),
  idempotent: z.boolean().optional(),
  requiresApproval: z.boolean().optional(),
  capabilities: wordList,
  operationClasses: z.array(z.enum(operationClasses)).default([]),
  riskLevel: z.enum(riskLevels).default('low'),
  runtime: runtime.prefault({}),
  allowPrivate: z.boolean().default(false),
  cli: cli.optional(),
  wasm: wasm.optional(),
  safety: anyObject.optional(),
});

const shape = declared.transform((spec) => ({
  ...spec,
  operationClasses: operationClassesOf(spec),
  runtime: { ...spec.runtime, isolation: spec.runtime.isolation ?? isolationOf(spec) },
}));

type Declared = z.infer<typeof declared>;

/** Something an agent can call: where it runs, what it takes, how far its effect reaches. Times are milliseconds. */
export type ToolSpec = z.infer<typeof shape>;

export const tool = defineKind<ToolSpec>({
  kind: 'Tool',
  description: 'Something that an agent can call.',
  plural: 'tools',
  aliases: ['tool', 'tools'],
  hasController: true,
  shape,
  rules: (spec) => [...typeFaults(spec), ...authFaults(spec.auth), ...cliFaults(spec)],
  references: (spec) => [
    ...referencesAt('McpServer', 'mcp.server', spec.mcp?.server),
    ...referencesAt('Secret', 'auth.secret', spec.auth?.secret),
    ...(spec.cli?.envFrom ?? []).flatMap((entry, index) =>
      referencesAt('Secret', `cli.envFrom[${index}].secret`, entry.secret),
    ),
  ],
});

/** The declared side effect, or else what the operation classes amount to. */
export function effectiveSideEffect(spec: Pick<ToolSpec, 'sideEffect' | 'operationClasses'>): SideEffect {
  if (spec.sideEffect !== undefined) return spec.sideEffect;
  const classes: readonly string[] = spec.operationClasses;
  if (classes.includes('delete') || classes.includes('admin')) return 'PRIVILEGED';
  return classes.includes('write') ? 'EXTERNAL_WRITE' : 'READ_ONLY';
}

const approvalByDefault: readonly SideEffect[] = ['EXTERNAL_WRITE', 'FINANCIAL', 'COMMUNICATION', 'PRIVILEGED'];

/** Whether a person must agree to each call: what the tool says, or else whether its declared side effect asks for it. */
export function needsApproval(spec: Pick<ToolSpec, 'requiresApproval' | 'sideEffect'>): boolean {
  return spec.requiresApproval ?? (spec.sideEffect !== undefined && approvalByDefault.includes(spec.sideEffect));
}

function operationClassesOf({ operationClasses: given, riskLevel }: Declared): Declared['operationClasses'] {
  if (given.length > 0) return [...new Set(given)];
  return isRisky(riskLevel) ? ['write'] : ['read'];
}

function isolationOf({ type, riskLevel }: Declared): (typeof isolationModes)[number] {
  if (type === 'cli') return 'container';
  return isRisky(riskLevel) ? 'sandboxed' : 'none';
}

function isRisky(level: Declared['riskLevel']): boolean {
  return level === 'high' || level === 'critical';
}

function typeFaults(spec: ToolSpec): Fault[] {
  const needed = { mcp: 'mcp', builtin: 'builtin', cli: 'cli', wasm: 'wasm' } as const;
  const field = Object.entries(needed).find(([type]) => type === spec.type)?.[1];
  if (field === undefined || spec[field] !== undefined) return [];
  return [{ path: [field], problem: `is required for a tool of the type ${spec.type}` }];
}

function cliFaults(spec: ToolSpec): Fault[] {
  if (spec.type !== 'cli') return [];
  const faults: Fault[] = [];
  if (spec.auth !== undefined) faults.push({ path: ['auth'], problem: 'is not possible for a tool of the type cli' });
  if (spec.cli !== undefined && spec.cli.image === undefined && spec.runtime.isolation !== 'none') {
    faults.push({ path: ['cli', 'image'], problem: 'is required unless the isolation is none' });
  }
  return faults;
}
