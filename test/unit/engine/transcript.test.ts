import { expect, test } from 'vitest';
import { Transcript, type TranscriptToken } from '../../../src/engine/index.ts';
import type { ModelStep } from '../../../src/modules/execution/index.ts';

function token(text: string, at: number, attempt = 1): Omit<TranscriptToken, 'restarts'> {
  return { stepId: 's', key: 'agent/model:1', attempt, at, delta: { kind: 'text', text } };
}

function replied(content: string, attempt = 1): ModelStep {
  const result = { content, toolCalls: [], finishReason: 'stop' };
  return { id: 's', key: 'agent/model:1', attempt, kind: 'MODEL', result } as unknown as ModelStep;
}

/** What a reader has who appends each text and drops all at a restart. */
function read(told: (TranscriptToken | undefined)[]): string {
  return told.reduce((text, one) => {
    if (one?.delta.kind !== 'text') return text;
    return (one.restarts ? '' : text) + one.delta.text;
  }, '');
}

test('tokens that come twice, overlap or are missing give the reply exactly once', () => {
  const content = 'abcdefgh';
  for (let lost = 0; lost < 4; lost++) {
    const transcript = new Transcript();
    const sent = [0, 2, 4, 6].filter((_, index) => index !== lost).map((at) => token(content.slice(at, at + 2), at));
    const told = [...sent, ...sent, token('bcd', 1)].map((one) => transcript.take(one));
    expect(read([...told, transcript.complete(replied(content))])).toBe(content);
    expect(transcript.complete(replied(content))).toBeUndefined();
    expect(transcript.take(token('zz', 8))).toBeUndefined();
  }
});

test('a model that is asked anew says so before its first words, and a late word of the old attempt is dropped', () => {
  const transcript = new Transcript();
  const told = [token('old', 0), token('new', 0, 2), token(' words', 3, 1), token(' text', 3, 2)].map((one) =>
    transcript.take(one),
  );
  expect(told.map((one) => one?.restarts)).toEqual([false, true, undefined, false]);
  expect(read([...told, transcript.complete(replied('new text', 2))])).toBe('new text');
});

test('words of an attempt of which nothing else was heard are taken back when the reply is another', () => {
  const transcript = new Transcript();
  const told = [transcript.take(token('old', 0)), transcript.complete(replied('new', 2))];
  expect(told[1]?.restarts).toBe(true);
  expect(read(told)).toBe('new');
});
