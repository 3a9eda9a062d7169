import { z } from 'zod';
import { authFaults, authField } from './auth.ts';
import type { Fault } from './fault.ts';
import { milliseconds, moment, optionalText, part, someText, strictFields, wholeNumber, wordList } from './fields.ts';
import { defineKind, referencesAt } from './kind.ts';
import { refList, secretRefField } from './ref.ts';

const variable = strictFields({
  name: someText,
  value: z.string().optional(),
  secret: secretRefField.optional(),
  mountPath: optionalText,
});

const discovery = strictFields({
  enabled: z.boolean().optional(),
  refreshIntervalMs: milliseconds.optional(),
  onSchemaDrift: z.enum(['ALERT', 'DENY', 'QUARANTINE']).optional(),
});

const security = strictFields({
  sandbox: z.union([z.boolean(), z.string()], { error: 'must be text, true or false' }).optional(),
  allowStdio: z.boolean().optional(),
  pinServerVersion: z.boolean().optional(),
  pinnedVersion: optionalText,
  trustedPublisher: z.union([z.boolean(), z.string()], { error: 'must be text, true or false' }).optional(),
  minTrustScore: z.number().min(0).max(1).optional(),
});

const scanning = strictFields({
  promptInjectionScan: z.boolean().optional(),
  redactFieldsInResults: wordList,
});

const shape = strictFields({
  transport: z.enum(['stdio', 'http']),
  command: optionalText,
  args: z.array(z.string()).default([]),
  image: optionalText,
  url: optionalText,
  env: z.array(variable).default([]),
  auth: authField.optional(),
  idleTimeoutMs: milliseconds.default(0),
  toolFilter: wordList,
  generateTools: z.boolean().optional(),
  reconnect: strictFields({
    maxAttempts: wholeNumber.default(3),
    backoffMs: milliseconds.default(2_000),
  }).prefault({}),
  allowPrivate: z.boolean().default(false),
  discovery: discovery.optional(),
  security: security.optional(),
  scanning: scanning.optional(),
  policies: refList,
});

/** A server of the Model Context Protocol: how to start or reach it, and how far to trust it. Times are milliseconds. */
export type McpServerSpec = z.infer<typeof shape>;

export const mcpServer = defineKind<McpServerSpec>({
  kind: 'McpServer',
  description: 'A server of the Model Context Protocol.',
  plural: 'mcp-servers',
  aliases: ['mcpserver', 'mcpservers'],
  hasController: true,
  shape,
  rules: (spec) => [...transportFaults(spec), ...mountFaults(spec), ...authFaults(spec.auth)],
  references: (spec) => [
    ...referencesAt('Secret', 'auth.secret', spec.auth?.secret),
    ...spec.env.flatMap((entry, index) => referencesAt('Secret', `env[${index}].secret`, entry.secret)),
    ...referencesAt('Policy', 'policies', spec.policies),
  ],
  status: part('McpServerState', 'What was found at an MCP server.', {
    discoveredTools: z.array(z.string()).default([]).describe('The names of the tools that it offers.'),
    discoveredResources: z.array(z.string()).default([]).describe('The addresses of the resources that it offers.'),
    generatedTools: z.array(z.string()).default([]).describe('The names of the Tools that were made of its tools.'),
    lastSyncedAt: moment.optional().describe('When it was last asked what it offers.'),
  }),
});

function transportFaults({ transport, command, image, url }: McpServerSpec): Fault[] {
  if (transport === 'http') return url === undefined ? [{ path: ['url'], problem: 'is required for http' }] : [];
  if (command !== undefined || image !== undefined) return [];
  return [{ path: ['command'], problem: 'is required for stdio, unless an image is given' }];
}

function mountFaults({ env, image }: McpServerSpec): Fault[] {
  return env.flatMap(({ mountPath }, index): Fault[] => {
    if (mountPath === undefined) return [];
    const path = ['env', index, 'mountPath'];
    if (!mountPath.startsWith('/')) return [{ path, problem: 'must be an absolute path' }];
    return image === undefined ? [{ path, problem: 'needs an image' }] : [];
  });
}
