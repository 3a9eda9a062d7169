import path from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().min(1);
const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .transform((value) => value === 'true' || value === '1')
  .describe('true or false');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const httpUrl = z.url({ protocol: /^https?$/, error: 'must look like https://host/v1' });

/** The APIs that may have ports of their own. */
export const portNames = ['joch', 'swarm', 'orloj', 'roboticus', 'fabric', 'openai', 'anthropic'] as const;

/** A port on which one API is expected. */
export interface ApiPort {
  name: (typeof portNames)[number];
  /** 0 for any that is free. */
  port: number;
}

const apiPorts = list.transform((pairs, ctx) => {
  const ports: ApiPort[] = [];
  const fault = (message: string): void => ctx.addIssue({ code: 'custom', message });
  for (const pair of pairs) {
    const [name = '', text = '', ...rest] = pair.split('=').map((part) => part.trim());
    const known = portNames.find((candidate) => candidate === name);
    const parsed = port.safeParse(/^\d+$/.test(text) ? text : undefined);
    if (!known) fault(`there is no API "${name}"; there are ${portNames.join(', ')}`);
    else if (!parsed.success || rest.length > 0)
      fault(`"${pair}" must look like ${name}=8080, with a port up to 65535`);
    else if (ports.some((other) => other.name === known)) fault(`${name} is there twice`);
    else if (parsed.data !== 0 && ports.some((other) => other.port === parsed.data))
      fault(`the port ${parsed.data} is there twice`);
    else ports.push({ name: known, port: parsed.data });
  }
  return ports;
});

const settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(4000),
  ORRERY_LISTEN: apiPorts.default([]),
  ORRERY_HOME: z.string().min(1).default('.orrery'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgresql://user@host:5432/name' })
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional(),
  ORRERY_ADMIN_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  ORRERY_SECRET_KEY: z
    .string()
    .transform((value, ctx) => {
      const key = Buffer.from(value, /^[0-9a-f]{64}$/i.test(value) ? 'hex' : 'base64');
      if (key.length !== 32) ctx.addIssue({ code: 'custom', message: 'must be 32 bytes, written as hex or base64' });
      return key;
    })
    .optional(),
  ORRERY_OUTBOUND_ALLOW: list.default([]),
  ORRERY_CORS_ORIGINS: list.default([]),
  ORRERY_TRUSTED_DOCUMENTS: z.string().min(1).optional(),
  ORRERY_TRUSTED_DOCUMENTS_ONLY: flag.default(false),
  ORRERY_WORKER_CONCURRENCY: positive.max(1_000).default(64),
  ORRERY_TASK_EXECUTION_MODE: z.enum(['auto', 'sequential', 'message-driven']).default('auto'),
  ORRERY_LEASE_SECONDS: positive.min(3).default(15),
  ORRERY_JOURNAL_RETENTION_DAYS: positive.default(30),
  ORRERY_QUICKSTART: flag.default(true),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  OPENAI_MODEL: z.string().min(1).default('gpt-4.1-mini'),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  ANTHROPIC_BASE_URL: httpUrl.optional(),
  ANTHROPIC_MODEL: z.string().min(1).default('claude-haiku-4-5'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
});

/** A model that the environment offers, for `orrery demo`. */
export interface OfferedModel {
  provider: 'openai' | 'anthropic';
  model: string;
  apiKey: string | undefined;
  /** The provider's own service when undefined. */
  baseUrl: string | undefined;
}

export interface Config {
  host: string;
  port: number;
  /** Ports besides, for clients that expect an API on its own. */
  listen: ApiPort[];
  /** Directory of everything this machine keeps: the database, the admin token, the secret key. */
  home: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  adminToken: string | undefined;
  /** 32 bytes that seal secrets; made in `home` when not given. */
  secretKey: Buffer | undefined;
  /** Hosts and CIDR ranges that outbound calls may reach although they are private. */
  outboundAllow: string[];
  corsOrigins: string[];
  /** File with a JSON object of document id to GraphQL text. */
  trustedDocuments: string | undefined;
  trustedDocumentsOnly: boolean;
  workerConcurrency: number;
  /** How the agents of a task work together; `auto` follows the system: messages where it has a graph, else in order. */
  taskExecutionMode: 'auto' | 'sequential' | 'messages';
  /** A worker whose heartbeat is older than this is dead, and its executions go to the living. */
  leaseMs: number;
  journalRetentionMs: number;
  /** Whether an empty store gets the quickstart example at first start. */
  quickstart: boolean;
  /** Undefined when neither a key nor a base URL is set. */
  offeredModel: OfferedModel | undefined;
  logLevel: string;
  isProduction: boolean;
}

/** Every fault of the configuration at once, each in plain words. */
export class ConfigInvalid extends Error {
  override name = 'ConfigInvalid';
}

/** Reads the configuration from `environment`. @throws ConfigInvalid naming every fault */
export function parseConfig(environment: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse(present);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigInvalid(`The configuration has ${faults.length} fault(s):\n${faults.join('\n')}`);
  }
  const env = parsed.data;
  if (env.ORRERY_TRUSTED_DOCUMENTS_ONLY && !env.ORRERY_TRUSTED_DOCUMENTS) {
    throw new ConfigInvalid(
      'The configuration has 1 fault(s):\n  ORRERY_TRUSTED_DOCUMENTS_ONLY: needs ORRERY_TRUSTED_DOCUMENTS, the file of documents',
    );
  }
  if (env.PORT !== 0 && env.ORRERY_LISTEN.some((listener) => listener.port === env.PORT)) {
    throw new ConfigInvalid(`The configuration has 1 fault(s):\n  ORRERY_LISTEN: ${env.PORT} is the main port already`);
  }
  return {
    host: env.HOST,
    port: env.PORT,
    listen: env.ORRERY_LISTEN,
    home: path.resolve(env.ORRERY_HOME),
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    adminToken: env.ORRERY_ADMIN_TOKEN,
    secretKey: env.ORRERY_SECRET_KEY,
    outboundAllow: env.ORRERY_OUTBOUND_ALLOW,
    corsOrigins: env.ORRERY_CORS_ORIGINS,
    trustedDocuments: env.ORRERY_TRUSTED_DOCUMENTS,
    trustedDocumentsOnly: env.ORRERY_TRUSTED_DOCUMENTS_ONLY,
    workerConcurrency: env.ORRERY_WORKER_CONCURRENCY,
    taskExecutionMode: taskModes[env.ORRERY_TASK_EXECUTION_MODE],
    leaseMs: env.ORRERY_LEASE_SECONDS * 1_000,
    journalRetentionMs: env.ORRERY_JOURNAL_RETENTION_DAYS * 86_400_000,
    quickstart: env.ORRERY_QUICKSTART,
    offeredModel: offeredModel(env),
    logLevel: env.LOG_LEVEL,
    isProduction: env.NODE_ENV === 'production',
  };
}

/** By the words that Orloj has for them. */
const taskModes = { auto: 'auto', sequential: 'sequential', 'message-driven': 'messages' } as const;

/** OpenAI's settings count before Anthropic's when both are there. */
function offeredModel(env: z.infer<typeof settings>): OfferedModel | undefined {
  if (env.OPENAI_API_KEY !== undefined || env.OPENAI_BASE_URL !== undefined) {
    const { OPENAI_MODEL: model, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = env;
    return { provider: 'openai', model, apiKey, baseUrl };
  }
  if (env.ANTHROPIC_API_KEY === undefined && env.ANTHROPIC_BASE_URL === undefined) return undefined;
  const { ANTHROPIC_MODEL: model, ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: baseUrl } = env;
  return { provider: 'anthropic', model, apiKey, baseUrl };
}
