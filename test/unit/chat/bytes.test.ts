import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rewriteRequest } from '../../../src/chat-proxy/request-bytes.ts';
import { UsageScanner } from '../../../src/chat-proxy/usage-scanner.ts';

test('only the model changes, whatever else the body holds', () => {
  const member = fc.string().filter((key) => key !== 'model' && key !== '__proto__');
  fc.assert(
    fc.property(fc.dictionary(member, fc.jsonValue()), fc.string(), fc.nat(4), (others, model, indent) => {
      const body = { ...others, model: 'asked', nested: { model: 'kept "model":' } };
      const bytes = Buffer.from(JSON.stringify(body, null, indent));
      expect(JSON.parse(rewriteRequest(bytes, model, {}).toString())).toEqual(
        JSON.parse(JSON.stringify({ ...body, model })),
      );
    }),
  );
});

test('bytes that are not the model stay as they are, numbers and escapes too', () => {
  const bytes = Buffer.from('{ "seed" : 12345678901234567890,"mod\\u0065l": "a" , "x":"\\u00e4\\\\" }');
  expect(rewriteRequest(bytes, 'b', { top_p: 0.5 }).toString()).toBe(
    '{"top_p":0.5, "seed" : 12345678901234567890,"mod\\u0065l": "b" , "x":"\\u00e4\\\\" }',
  );
});

test('a member that stands twice is refused', () => {
  const bytes = Buffer.from('{"messages":[],"model":"a","messages":[1]}');
  expect(() => rewriteRequest(bytes, 'b', {})).toThrow('The member messages stands twice');
});

const stream = [
  'data: {"choices":[{"delta":{"role":"assistant","content":""}}],"usage":null}\n\n',
  'data: {"choices":[{"delta":{"content":"say \\"usage\\" twice"}}],"usage":null}\n\n',
  'data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"{}"}}]}}]}\n\n',
];
const counted = 'data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46}}\n\n';

function scan(text: string, sizes: readonly number[], isStream = true) {
  const scanner = new UsageScanner(isStream);
  const bytes = Buffer.from(text);
  let from = 0;
  for (const size of [...sizes, bytes.length]) {
    scanner.take(bytes.subarray(from, from + size));
    from += size;
  }
  return scanner.usage(40);
}

test('usage is found wherever the chunks are cut', () => {
  const text = `${stream.join('')}${counted}data: [DONE]\n\n`;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 })), (sizes) => {
      expect(scan(text, sizes)).toEqual({ inputTokens: 12, outputTokens: 34, source: 'provider' });
    }),
  );
});

test('a stream that does not tell its usage is estimated from its texts, however it is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 })), (sizes) => {
      expect(scan(stream.join(''), sizes)).toEqual({ inputTokens: 10, outputTokens: 6, source: 'estimated' });
    }),
  );
});

test('the usage of a whole answer is found, and only in its place', () => {
  const answer = {
    choices: [{ message: { content: '"usage":{"prompt_tokens":1}' } }],
    usage: { prompt_tokens: 7, completion_tokens: 2 },
  };
  expect(scan(JSON.stringify(answer, null, 2), [10, 30], false)).toMatchObject({ inputTokens: 7, outputTokens: 2 });
});
