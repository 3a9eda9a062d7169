import type { OrreryServer } from '../../src/server/index.ts';
import { Asked } from './asked.ts';
import type { Convention } from './convention.ts';
import { problemOf } from './problem.ts';
import type { ServedRoute } from './served-route.ts';

/**
 * Completes what the program itself answers at paths that an API documents as well, such as `/healthz`: beside its own
 * members stand those of the API's envelope, so that one address serves the clients of both.
 */
export function completeSharedRoots(
  fastify: OrreryServer['fastify'],
  shared: { handWritten: readonly { path: string }[]; served: readonly ServedRoute[] },
): void {
  const conventions = new Map<string, Convention[]>();
  for (const { path } of shared.handWritten) {
    const own = shared.served.filter(({ route }) => route.path === path).map(({ convention }) => convention);
    if (own.length > 0) conventions.set(path, own);
  }
  fastify.addHook('preSerialization', async (request, reply, payload) => {
    const own = conventions.get(request.routeOptions.url ?? '') ?? [];
    if (own.length === 0 || typeof payload !== 'object') return payload;
    const asked = new Asked(request.raw, request.id);
    asked.status = reply.statusCode;
    return Object.assign({}, ...own.map((convention) => envelopeOf(convention, payload, asked)), payload);
  });
}

function envelopeOf(convention: Convention, payload: unknown, asked: Asked): object {
  if (asked.status < 400) return JSON.parse(convention.success(JSON.stringify(payload), asked));
  const about = { message: 'The platform cannot do its work now.', status: asked.status };
  return JSON.parse(convention.error(problemOf(convention.api, 'UNAVAILABLE', about), asked).body);
}
