import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { conventions } from '../../rest-compat/apis/index.ts';
import { handWrittenRoutes } from '../../rest-compat/hand-written-routes.ts';
import {
  type MountDeps,
  mountFacade,
  problemOfError,
  type RouteTable,
  Streams,
} from '../../rest-compat/runtime/index.ts';
import { type Actor, hasRole, type IdentityService, type TicketService } from '../modules/identity/index.ts';
import type { Logger } from '../platform/log.ts';
import type { Caller, OrreryServer } from '../server/index.ts';

/** The compiled routes, their conventions and the folder of their OpenAPI documents. */
export type RestSource = Pick<MountDeps, 'table' | 'conventions' | 'documents'>;

/** The folder that the compiler of the routes writes, beside the program, compiled or not. */
function generatedFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const up = here.includes(`${path.sep}dist${path.sep}`) ? '../../..' : '../..';
  return path.join(here, up, 'rest-compat', 'generated');
}

/** Reads the compiled routes. @throws Error when the installation has none */
export function readRest(): RestSource {
  const folder = generatedFolder();
  const table = JSON.parse(fs.readFileSync(path.join(folder, 'routes.json'), 'utf8')) as RouteTable;
  return { table, conventions, documents: path.join(folder, 'openapi') };
}

/** Serves the routes on `server`, which does not listen yet. */
export function mountRest(
  server: OrreryServer,
  source: RestSource,
  { identity, tickets, log }: { identity: IdentityService; tickets: TicketService; log: Logger },
): void {
  const streams = new Streams({ server, problemOfError });
  mountFacade({
    ...source,
    server,
    handWritten: handWrittenRoutes,
    authenticate: async ({ token }) => {
      if (token === undefined) return null;
      return (await identity.authenticate(token)) ?? tickets.redeem(token);
    },
    callerOf: (caller: Caller) => {
      const { principalId, organizationId } = caller as Actor;
      return { principalId, organizationId };
    },
    hasRole: (caller: Caller, role) => hasRole(caller as Actor, role.toLowerCase()),
    openStream: (opening) => streams.open(opening),
    log,
  });
}
