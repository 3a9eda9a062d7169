import { z } from 'zod';
import {
  durationMs,
  durationText,
  type Fault,
  kinds,
  type McpServerSpec,
  openFields,
  optionalText,
  printDuration,
  wordList,
  wordOf,
} from '../../kinds/index.ts';
import { defineSpokeKind, someIn, someOf } from '../spoke.ts';
import { auth, authFromHub, authPathNames, authToHub } from './auth.ts';
import { asWritten, joch, jochRefs, refsOrNothing } from './fields.ts';

const flag = z.boolean().optional();
const flagOrText = z.union([z.boolean(), z.string()], { error: 'must be text, true or false' }).optional();

const schema = openFields({
  transport: wordOf(['streamable_http', 'http', 'stdio']),
  endpoint: openFields({ url: optionalText }).optional(),
  auth: auth.optional(),
  discovery: openFields({
    enabled: flag,
    refreshInterval: durationText,
    onSchemaDrift: wordOf(['alert', 'deny', 'quarantine']),
  }).optional(),
  security: openFields({
    sandbox: flagOrText,
    allowStdio: flag,
    pinServerVersion: flag,
    pinnedVersion: optionalText,
    trustedPublisher: flagOrText,
    minTrustScore: z.number().min(0).max(1).optional(),
  }).optional(),
  scanning: openFields({ promptInjectionScan: flag, redactFieldsInResults: wordList }).optional(),
  policies: jochRefs,
});

type Manifest = z.infer<typeof schema>;

export const mcpServer = defineSpokeKind<McpServerSpec, Manifest>({
  kindName: 'MCPServer',
  apiVersion: joch.tools,
  schema,
  ...asWritten,
  statusNames: { lastSyncedAt: 'lastDiscoveryAt', generatedTools: null },
  rules: (spec) => kinds.McpServer.rules(spec).filter(isSayable),
  pathNames: { ...authPathNames('auth'), url: 'endpoint.url' },
  toHub: (manifest) => ({
    transport: manifest.transport === 'stdio' ? 'stdio' : 'http',
    url: manifest.endpoint?.url,
    auth: authToHub(manifest.auth),
    discovery: discoveryToHub(manifest.discovery),
    security: manifest.security,
    scanning: manifest.scanning,
    policies: manifest.policies,
  }),
  fromHub: (spec) => ({
    transport: spec.transport === 'http' ? 'streamable_http' : 'stdio',
    endpoint: someIn({ url: spec.url }),
    auth: authFromHub(spec.auth),
    discovery: discoveryFromHub(spec.discovery),
    security: spec.security,
    scanning: spec.scanning && {
      promptInjectionScan: spec.scanning.promptInjectionScan,
      redactFieldsInResults: someOf(spec.scanning.redactFieldsInResults),
    },
    policies: refsOrNothing(spec.policies),
  }),
});

// The API has no field for the command of a local server, so it cannot be asked to fill it in.
function isSayable(fault: Fault): boolean {
  return fault.path[0] !== 'command' && fault.path[0] !== 'env';
}

function discoveryToHub(given: Manifest['discovery']): object | undefined {
  if (given === undefined) return undefined;
  return {
    enabled: given.enabled,
    refreshIntervalMs: durationMs(given.refreshInterval),
    onSchemaDrift: given.onSchemaDrift?.toUpperCase(),
  };
}

function discoveryFromHub(given: McpServerSpec['discovery']): object | undefined {
  if (given === undefined) return undefined;
  return {
    enabled: given.enabled,
    refreshInterval: given.refreshIntervalMs === undefined ? undefined : printDuration(given.refreshIntervalMs),
    onSchemaDrift: given.onSchemaDrift?.toLowerCase(),
  };
}
