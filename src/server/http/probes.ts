import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { accepts } from './media-types.ts';
import { openMetricsOf, openMetricsType } from './open-metrics.ts';

/** What the program knows about its own health. */
export interface Health {
  ready(): Promise<{ ready: boolean; checks: Record<string, string> }>;
  details(): Promise<Record<string, unknown>>;
}

/** Adds `/healthz`, `/readyz`, `/livez` and `/metrics`. */
export function addProbes(
  fastify: FastifyInstance,
  { health, metrics, isClosing }: { health: Health; metrics: Registry; isClosing(): boolean },
): void {
  fastify.get('/healthz', () => ({ status: 'ok' }));
  fastify.get('/readyz', async (_request, reply) => {
    const { ready, checks } = await health.ready();
    const isReady = ready && !isClosing();
    return uncached(reply)
      .code(isReady ? 200 : 503)
      .send({ status: isReady ? 'ready' : 'not ready', checks });
  });
  fastify.get('/livez', async (_request, reply) => uncached(reply).send(await health.details()));
  fastify.get('/metrics', async (request, reply) => {
    const text = await metrics.metrics();
    const isOpen = accepts(request.headers.accept, 'application/openmetrics-text');
    return uncached(reply)
      .type(isOpen ? openMetricsType : metrics.contentType)
      .header('vary', 'accept')
      .send(isOpen ? openMetricsOf(text) : text);
  });
}

function uncached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store');
}
