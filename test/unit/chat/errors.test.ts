import { expect, test } from 'vitest';
import { chatErrorOf, invalidRequest, withUpstreamWords } from '../../../src/chat-proxy/chat-error.ts';
import { type ErrorCode, OrreryError } from '../../../src/platform/errors.ts';

test.each<[ErrorCode, number, string]>([
  ['INPUT_INVALID', 400, 'invalid_request_error'],
  ['UNAUTHENTICATED', 401, 'authentication_error'],
  ['BUDGET_EXCEEDED', 402, 'insufficient_quota'],
  ['FORBIDDEN', 403, 'permission_error'],
  ['POLICY_DENIED', 403, 'permission_error'],
  ['APPROVAL_REQUIRED', 403, 'approval_required'],
  ['MODEL_NOT_FOUND', 404, 'not_found_error'],
  ['BODY_TOO_LARGE', 413, 'invalid_request_error'],
  ['MODEL_RATE_LIMITED', 429, 'rate_limit_error'],
  ['MODEL_REFUSED', 502, 'server_error'],
  ['MODEL_UNAVAILABLE', 503, 'server_error'],
  ['MODEL_TIMED_OUT', 504, 'server_error'],
])('%s is told with status %i as %s', (code, status, type) => {
  const told = chatErrorOf(new OrreryError(code, 'So it is.'));
  expect(told).toMatchObject({ status, body: { error: { message: 'So it is.', type, code: code.toLowerCase() } } });
});

test('a fault of the request names the member', () => {
  const { status, body } = chatErrorOf(invalidRequest('messages[3].role', 'No.'));
  expect({ status, ...body.error }).toMatchObject({
    status: 400,
    param: 'messages[3].role',
    type: 'invalid_request_error',
  });
});

test('what nobody planned is masked', () => {
  const { status, body } = chatErrorOf(new TypeError('secret detail'));
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('secret detail');
});

test("an upstream's words about the request pass, those about our credentials do not, and its key never does", () => {
  const failure = new OrreryError('MODEL_REFUSED', 'no');
  const text = JSON.stringify({ error: { type: 'bad_param', param: 'top_k', code: 'sk-key' } });
  const told = (status: number) => chatErrorOf(withUpstreamWords(failure, { status, text, secret: 'sk-key' }));
  expect(told(422)).toMatchObject({
    status: 422,
    body: { error: { type: 'bad_param', param: 'top_k', code: '[key]' } },
  });
  expect(told(401)).toMatchObject({ status: 502, body: { error: { type: 'server_error', code: 'model_refused' } } });
});

test('a limited caller is told when to come back', () => {
  const limited = new OrreryError('MODEL_RATE_LIMITED', 'slow', { facts: { retryAfterMs: 1_200 } });
  expect(chatErrorOf(limited).headers).toEqual({ 'retry-after': '2' });
});
