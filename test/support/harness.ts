import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { RestSource } from '../../src/composition/rest.ts';
import { type Platform, type Role, startPlatform } from '../../src/composition/serve.ts';
import { type Config, parseConfig } from '../../src/platform/config.ts';
import { createLogger, type Logger } from '../../src/platform/log.ts';
import { freshDatabase } from './database.ts';

/** What a request to `/graphql` gave. */
export interface GraphqlAnswer<T> {
  status: number;
  data: T;
  errors?: { message: string; extensions?: Record<string, unknown>; path?: unknown[] }[];
}

export interface Harness {
  platform: Platform;
  url: string;
  adminToken: string;
  databaseUrl: string;
  config: Config;
  /** Sends an operation over HTTP, as the admin unless another token (or null for none) is given. */
  graphql<T = Record<string, never>>(
    query: string,
    variables?: object,
    options?: { token?: string | null },
  ): Promise<GraphqlAnswer<T>>;
  /** Applies manifests and fails the test when they are refused. */
  apply(manifests: string): Promise<void>;
  /** A token with this role. */
  tokenFor(role: 'VIEWER' | 'CONTROLLER' | 'OPERATOR' | 'ADMIN'): Promise<string>;
  /** Statements that the database was sent while `run` ran. */
  countStatements<T>(run: () => Promise<T>): Promise<{ result: T; statements: string[] }>;
}

/** The settings of a platform on `databaseUrl`, quiet and on a free port. */
export function testConfig(databaseUrl: string, environment: Record<string, string> = {}): Config {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'orrery-home-'));
  return parseConfig({
    ORRERY_HOME: home,
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ORRERY_ADMIN_TOKEN: 'test-admin-token-0123456789',
    ORRERY_SECRET_KEY: '00'.repeat(32),
    ORRERY_QUICKSTART: 'false',
    ORRERY_OUTBOUND_ALLOW: '127.0.0.1',
    ...environment,
  });
}

/** A whole platform in this process, on its own database, over real HTTP. It stops when the test or the file ends. */
export async function harness(
  options: {
    environment?: Record<string, string>;
    role?: Role;
    stopWith?: (stop: () => Promise<void>) => void;
    /** Routes in place of the compiled ones. */
    rest?: RestSource;
    /** Where the platform logs, in place of standard error. */
    log?: Logger;
    /** Whether controllers look at what is applied, and so write to it; false when absent. */
    controllers?: boolean;
  } = {},
): Promise<Harness> {
  const databaseUrl = await freshDatabase();
  const config = testConfig(databaseUrl, options.environment);
  const fatal = (reason: string): void => {
    throw new Error(reason);
  };
  const log = options.log ?? createLogger(config.logLevel);
  const platform = await startPlatform(config, options.role ?? { api: true, worker: true }, {
    log,
    say: () => undefined,
    onLost: fatal,
    controllers: options.controllers ?? false,
    ...(options.rest && { rest: options.rest }),
  });
  (options.stopWith ?? onTestFinished)(() => platform.stop());
  const url = `${platform.url}/graphql`;
  const adminToken = platform.adminToken ?? '';
  const graphql: Harness['graphql'] = async (query, variables = {}, { token = adminToken } = {}) => {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return { status: response.status, ...((await response.json()) as object) } as never;
  };
  return {
    platform,
    url,
    adminToken,
    databaseUrl,
    config,
    graphql,
    async apply(manifests) {
      const { data, errors } = await graphql<{ applyManifests: { __typename: string; message?: string } }>(
        applyMutation,
        { manifests },
      );
      const result = data?.applyManifests;
      if (result?.__typename !== 'ManifestsApplied')
        throw new Error(`not applied: ${JSON.stringify(result ?? errors)}`);
    },
    async tokenFor(role) {
      const { data } = await graphql<{ createApiKey: { token: string } }>(keyMutation, { role });
      return data.createApiKey.token;
    },
    async countStatements(run) {
      const statements: string[] = [];
      const stop = platform.store.database.watchStatements((text) => statements.push(text));
      const result = await run();
      stop();
      return { result, statements };
    },
  };
}

const applyMutation = `mutation Apply($manifests: String!) {
  applyManifests(input: { manifests: $manifests }) { __typename ... on Failure { message } }
}`;

const keyMutation = `mutation Key($role: Role!) {
  createApiKey(input: { name: "test", role: $role }) { ... on ApiKeyCreated { token } }
}`;
