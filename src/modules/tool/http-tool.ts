import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import type { OutboundClient } from '../../platform/http/index.ts';
import { answerOf } from './http-answer.ts';
import { requestOf } from './http-request.ts';
import type { HttpToolTarget, ToolAnswer, ToolAuth, ToolInvocation } from './tool.ts';

const maxResponseBytes = 4 * 1024 * 1024;

/** Calls a tool that is an HTTP endpoint. @throws OrreryError, or the signal's reason */
export async function callHttpTool(
  outbound: OutboundClient,
  invocation: ToolInvocation,
  target: HttpToolTarget,
): Promise<ToolAnswer> {
  const request = requestOf(invocation, target);
  const { timeoutMs, signal, name } = invocation;
  try {
    const response = await outbound.request({
      ...request,
      timeoutMs,
      signal,
      maxResponseBytes,
      allowPrivate: target.allowPrivate,
    });
    return await answerOf(name, response, secretsOf(target.auth));
  } catch (error) {
    signal.throwIfAborted();
    throw failure(error, invocation);
  }
}

function failure(error: unknown, { name, timeoutMs }: ToolInvocation): unknown {
  if (!isOrreryError(error)) return error;
  if (error.code === 'INPUT_INVALID') {
    // The address and the headers are the Tool's own, not what the model sent.
    return new OrreryError('TOOL_FAILED', `The tool ${name} cannot be called: ${error.message}`, {
      fix: error.fix ?? 'Correct the endpoint and the headers of the Tool.',
      cause: error,
    });
  }
  if (error.code !== 'UNAVAILABLE') return error;
  if (error.facts['timedOut'] === true) {
    return new OrreryError('TOOL_TIMED_OUT', `The tool ${name} did not answer within ${timeoutMs} ms.`, {
      facts: { timeoutMs },
      cause: error,
    });
  }
  return new OrreryError('TOOL_UNAVAILABLE', `The tool ${name} could not be reached.`, {
    fix: 'Check that its endpoint is right and that it runs.',
    cause: error,
  });
}

/** The credentials in each form in which an endpoint could echo them. */
function secretsOf(auth: ToolAuth | undefined): string[] {
  if (!auth || auth.token === '') return [];
  return [auth.token, Buffer.from(auth.token, 'utf8').toString('base64')];
}
