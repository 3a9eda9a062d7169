import { expect, test } from 'vitest';
import { lineOf, type OrreryEvent, summaryOf } from '../../src/modules/event/index.ts';

const place = {
  position: { xid: 1n, seq: 1n },
  at: new Date('2026-01-31T09:30:00.789Z'),
  organizationId: 'org_1',
  namespaceId: 'ns_1',
  actorId: null,
  subjectId: 'stp_1',
  executionId: 'exe_1',
  executionName: 'run',
  agentId: null,
  subjectKind: 'ToolCall',
};

const failed = (subjectName: string): OrreryEvent => ({
  ...place,
  subjectName,
  type: 'toolCall.failed',
  payload: {
    key: 'agent/tool:1.1',
    tool: subjectName,
    attempt: 2,
    code: 'TOOL_FAILED',
    message: 'token=abc',
    retryInMs: 500,
  },
});

test('a summary is one line of bounded length whatever a model called its tool', () => {
  const hostile = `evil\n2026-01-31T00:00:00Z forged\u2028line${'😀'.repeat(2_000)}`;
  const line = lineOf(failed(hostile), { namespace: 'default', execution: 'run' });
  expect(line).not.toMatch(/[\n\r\u2028]/);
  expect(line.length).toBeLessThanOrEqual(750);
  expect(line.isWellFormed()).toBe(true);
  expect(line.startsWith('2026-01-31T09:30:00Z The call of the tool evil 2026')).toBe(true);
});

test('a summary names the code of a failure and not its message', () => {
  expect(summaryOf(failed('pay'), { namespace: 'default', execution: 'run' })).toBe(
    'The call of the tool pay in execution default/run failed with TOOL_FAILED (attempt 2, next attempt in 500 ms).',
  );
});
