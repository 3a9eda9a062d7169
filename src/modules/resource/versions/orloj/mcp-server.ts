import { z } from 'zod';
import {
  durationMs,
  durationText,
  inAnyCase,
  kinds,
  type McpServerSpec,
  optionalText,
  printDuration,
  readings,
  secretRefText,
  someText,
  wordList,
} from '../../kinds/index.ts';
import { defineSpokeKind, someOf } from '../spoke.ts';
import { auth, authFromHub, authPathNames, authToHub } from './auth.ts';
import { apiVersion, countOrDefault, keeps, orlojFields, secretRefName } from './fields.ts';

const variable = orlojFields({
  name: someText,
  value: optionalText,
  secretRef: secretRefName,
  mountPath: optionalText,
});

const transport = z
  .preprocess(
    (value) => (typeof value === 'string' ? value.trim().toLowerCase() || undefined : value),
    z.enum(['stdio', 'http']),
  )
  .register(readings, { reads: () => inAnyCase(['stdio', 'http']) });

const schema = orlojFields({
  transport,
  command: optionalText,
  args: z.array(z.string()).optional(),
  image: optionalText,
  image_pull_secret: optionalText,
  endpoint: optionalText,
  env: z.array(variable).optional(),
  idle_timeout: durationText,
  auth: auth.prefault({}),
  tool_filter: orlojFields({ include: wordList }).prefault({}),
  reconnect: orlojFields({ max_attempts: countOrDefault, backoff: durationText }).prefault({}),
});

export const mcpServer = defineSpokeKind<McpServerSpec, z.infer<typeof schema>>({
  kindName: 'McpServer',
  apiVersion,
  schema,
  keeps,
  statusNames: { discoveredResources: null },
  rules: kinds.McpServer.rules,
  pathNames: { ...authPathNames, url: 'endpoint' },
  toHub: (manifest) => ({
    transport: manifest.transport,
    command: manifest.command,
    args: manifest.args,
    image: manifest.image,
    url: manifest.endpoint,
    env: manifest.env?.map(({ name, value, secretRef, mountPath }) => ({ name, value, secret: secretRef, mountPath })),
    auth: authToHub(manifest.auth),
    idleTimeoutMs: durationMs(manifest.idle_timeout),
    toolFilter: manifest.tool_filter.include,
    reconnect: {
      maxAttempts: manifest.reconnect.max_attempts,
      backoffMs: durationMs(manifest.reconnect.backoff),
    },
  }),
  fromHub: (spec) => ({
    transport: spec.transport,
    command: spec.command,
    args: someOf(spec.args),
    image: spec.image,
    endpoint: spec.url,
    env: someOf(spec.env.map(variableOf)),
    idle_timeout: spec.idleTimeoutMs === 0 ? '0' : printDuration(spec.idleTimeoutMs),
    auth: authFromHub(spec.auth),
    tool_filter: { include: someOf(spec.toolFilter) },
    reconnect: { max_attempts: spec.reconnect.maxAttempts, backoff: printDuration(spec.reconnect.backoffMs) },
  }),
});

function variableOf({ name, value, secret, mountPath }: McpServerSpec['env'][number]): object {
  return { name, value, secretRef: secret && secretRefText(secret), mountPath };
}
