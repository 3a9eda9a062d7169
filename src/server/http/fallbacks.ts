import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { catalogue, type ErrorCode, isOrreryError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';

/** Answers what no route answers, and errors that no part of the program shapes in its own way. */
export function addFallbacks(fastify: FastifyInstance, log: Logger): void {
  fastify.setNotFoundHandler((request, reply) => {
    const message = `There is nothing at ${request.method} ${request.url.split('?')[0]}.`;
    return reply.code(404).send(bodyOf('REQUEST_INVALID', message, request.id));
  });
  fastify.setErrorHandler((error: FastifyError, request, reply) => {
    if (isOrreryError(error))
      return reply.code(catalogue[error.code].http).send(bodyOf(error.code, error.message, request.id, error.fix));
    const status = error.statusCode ?? 500;
    if (status < 500)
      return reply
        .code(status)
        .send(bodyOf(status === 413 ? 'BODY_TOO_LARGE' : 'REQUEST_INVALID', error.message, request.id));
    log.error({ err: error, requestId: request.id }, 'a request failed');
    return reply.code(500).send(bodyOf('INTERNAL', 'Something went wrong on our side.', request.id));
  });
}

/** Answers a URL that the router cannot read, in the words of every other refusal. */
export function refuseUrl(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const message = `The path is no valid URL: ${request.url.split('?')[0]}.`;
  void reply.code(error.statusCode ?? 400).send(bodyOf('REQUEST_INVALID', message, request.id));
}

function bodyOf(code: ErrorCode, message: string, requestId: string, fix?: string): object {
  return {
    error: { code, message, retryable: catalogue[code].retryable, requestId, ...(fix !== undefined && { fix }) },
  };
}
