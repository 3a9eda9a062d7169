import type { ToolStep } from '../../modules/execution/index.ts';
import { redact } from '../../modules/policy/index.ts';
import type { ToolGateway, ToolOutcome } from '../../modules/tool/index.ts';
import { isRetryable } from '../../platform/errors.ts';
import type { ToolAnswer } from '../workflow/ports.ts';
import { recordedAnswer } from '../workflow/recorded.ts';
import { describe } from './decision.ts';
import { nodeNamespace } from './policy-request.ts';
import { backoffMs, pause, type Run } from './run.ts';
import {
  type AskedTool,
  openingOf,
  policyEvents,
  requestedEvent,
  type ToolOpening,
  toolStepOf,
} from './tool-opening.ts';

/** Makes the call, again while its failure may pass, and settles its step. */
export async function performTool(
  run: Run,
  asked: AskedTool,
  how: { args: Record<string, unknown>; gateway: ToolGateway },
): Promise<ToolAnswer> {
  const opened = { ...openingOf(run, asked), phase: 'RUNNING' as const, arguments: how.args };
  const isNew = opened.attempt === 1 && run.step(opened.key) === undefined;
  const started = run.event('toolCall.started', opened.id, {
    key: opened.key,
    tool: opened.name,
    attempt: opened.attempt,
  });
  await run.store.openStep(
    run.fence,
    opened,
    isNew ? [requestedEvent(run, opened), ...policyEvents(run, opened, asked.decision), started] : [started],
  );
  run.written();
  run.remember(toolStepOf(run, opened, 'RUNNING'));
  return settle(run, asked, { ...(await tries(run, asked, { ...how, opened })), opened });
}

interface Came {
  attempt: number;
  outcome: ToolOutcome | undefined;
  error: { code: string; message: string } | undefined;
}

async function tries(
  run: Run,
  asked: AskedTool,
  how: { args: Record<string, unknown>; gateway: ToolGateway; opened: ToolOpening },
): Promise<Came> {
  const { tool, spec } = asked;
  const { opened } = how;
  for (let attempt = opened.attempt, made = 1; ; made++) {
    try {
      const outcome = await how.gateway.invoke({
        name: tool.offer.name,
        target: await tool.target(),
        arguments: how.args,
        inputSchema: tool.offer.inputSchema,
        idempotencyKey: `${run.execution.id}:${opened.key}`,
        timeoutMs: tool.timeoutMs,
        signal: run.signal,
        context: {
          executionId: run.execution.id,
          namespace: nodeNamespace(spec.asked),
          agent: spec.asked.agent?.name ?? '',
          step: opened.key,
          attempt,
        },
      });
      return { attempt, outcome, error: undefined };
    } catch (error) {
      run.signal.throwIfAborted();
      const described = describe(error);
      if (!isRetryable(error) || made >= tool.retry.maxAttempts)
        return { attempt, outcome: undefined, error: described };
      const delayMs = backoffMs(tool.retry, made + 1, Math.random());
      const failed = { key: opened.key, tool: opened.name, attempt, ...described, retryInMs: delayMs };
      attempt++;
      await run.store.noteAttempt(run.fence, opened.id, attempt, [run.event('toolCall.failed', opened.id, failed)]);
      run.written();
      await pause(delayMs, run.signal);
    }
  }
}

async function settle(run: Run, asked: AskedTool, came: Came & { opened: ToolOpening }): Promise<ToolAnswer> {
  const { opened, attempt, outcome, error } = came;
  const begun = run.step(opened.key);
  const result = asked.decision.effect === 'MODIFY' ? redact(outcome?.result, asked.decision.redact) : outcome?.result;
  const latencyMs = outcome?.latencyMs ?? run.clock.now().getTime() - (begun?.startedAt ?? run.clock.now()).getTime();
  const phase = error ? ('FAILED' as const) : ('SUCCEEDED' as const);
  const isError = outcome?.isError ?? true;
  const at = { key: opened.key, tool: opened.name, attempt };
  const event = error
    ? run.event('toolCall.failed', opened.id, { ...at, ...error, retryInMs: null })
    : run.event('toolCall.completed', opened.id, { ...at, isError, latencyMs });
  await run.store.settleStep(
    run.fence,
    {
      stepId: opened.id,
      phase,
      attempt,
      target: null,
      result: result ?? null,
      isError,
      error: error ?? null,
      usage: { inputTokens: 0, outputTokens: 0, source: null, cost: '0', currency: run.execution.currency },
      latencyMs,
      timeToFirstTokenMs: null,
      counts: { modelCalls: 0, toolCalls: 1 },
    },
    [event],
  );
  run.written();
  const step: ToolStep = {
    ...toolStepOf(run, opened, phase),
    result: result ?? null,
    isError,
    error: error ?? null,
    attempt,
  };
  run.remember(step);
  return recordedAnswer(step);
}
