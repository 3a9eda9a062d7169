import type { Clock } from '../../platform/clock.ts';
import { hashJson } from '../../platform/crypto.ts';
import type { Page, PageRequest } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import type { ExecutionService } from './execution-service.ts';
import type { ExecutionStarter, StartGuard } from './execution-starter.ts';
import { type ExecutionStore, type NewExecution, unstarted } from './execution-store.ts';
import type { StepDecision, ToolStep } from './step.ts';
import { isSettled } from './step.ts';
import { type CompileTool, checkToolCall, type ToolCallInput } from './tool-call.ts';
import type { ToolCallFilter, ToolCallStore } from './tool-call-store.ts';

/** Answers for the person that a waiting call waits for. Approvals provide it. */
export interface CallDenial {
  /** Denies the call of this step. @returns false when nobody is asked about it (any more) */
  denyCall(actor: Actor, stepId: string, options: { reason: string | null; dryRun: boolean }): Promise<boolean>;
}

/** Calls tools outside any agent's run, and reads and ends tool calls wherever they stand. */
export class ToolCallService {
  readonly #deps: {
    store: ExecutionStore;
    calls: ToolCallStore;
    starter: ExecutionStarter;
    executions: ExecutionService;
    compile: CompileTool;
    denial: CallDenial;
    clock: Clock;
  };

  constructor(deps: {
    store: ExecutionStore;
    calls: ToolCallStore;
    starter: ExecutionStarter;
    executions: ExecutionService;
    compile: CompileTool;
    denial: CallDenial;
    clock: Clock;
  }) {
    this.#deps = deps;
  }

  /** Newest first. */
  list(actor: Actor, filter: ToolCallFilter, page: PageRequest): Promise<Page<ToolStep>> {
    authorize(actor, 'execution:read');
    return this.#deps.calls.list(actor, filter, page);
  }

  /** What the policies said of the tool calls of these executions, in the order of the calls. */
  decisionsOf(
    actor: Actor,
    executionIds: readonly string[],
  ): Promise<{ executionId: string; decision: StepDecision }[]> {
    authorize(actor, 'execution:read');
    return this.#deps.calls.decisionsOf(actor, executionIds);
  }

  /**
   * Starts an execution that makes one call of a tool: policies, approval, retries and recovery are those of an
   * agent's call. The same idempotency key and request give the execution that the first call started; without a key,
   * an equal call by the same agent inside `repeatWindowMs` gives the first unless that failed or `force` is set.
   * @throws OrreryError RESOURCE_NOT_FOUND, TOOL_INPUT_INVALID, INPUT_INVALID, POLICY_DENIED, IDEMPOTENCY_CONFLICT
   */
  async call(actor: Actor, input: ToolCallInput, options: { dryRun: boolean }): Promise<Execution> {
    authorize(actor, 'execution:start');
    checkToolCall(input);
    const { starter, compile, clock } = this.#deps;
    const compiled = await compile(actor, input);
    const now = clock.now();
    const id = newId('execution', now);
    const { idempotencyKey } = input;
    const about = { tool: input.tool, agent: input.agent, arguments: input.arguments };
    const fresh: NewExecution = {
      ...compiled,
      id,
      organizationId: actor.organizationId,
      kind: 'TOOL_RUN',
      definition: null,
      name: `${input.tool.name.slice(0, 230)}-${id.slice(-12)}`,
      input: input.arguments,
      labels: input.labels,
      trigger: 'MANUAL',
      startedBy: actor.principalId,
      forkedFromId: null,
      forkedFromStep: null,
      replayMode: null,
      idempotencyKey,
      requestHash: idempotencyKey === null ? null : hashJson({ callTool: about, labels: input.labels }),
      repeatKey: hashJson(about),
      conversation: null,
      screening: null,
    };
    if (options.dryRun) return unstarted(fresh, now);
    return starter.start(actor, fresh, this.#guard(actor, fresh, input));
  }

  #guard(actor: Actor, fresh: NewExecution, input: ToolCallInput): StartGuard | undefined {
    const { repeatWindowMs, force, idempotencyKey } = input;
    const { namespaceId, repeatKey } = fresh;
    if (repeatWindowMs === null || force || idempotencyKey !== null || repeatKey === null) return undefined;
    const since = new Date(this.#deps.clock.now().getTime() - repeatWindowMs);
    const find: StartGuard['find'] = (tx) =>
      this.#deps.calls.findRepeated(tx, actor, { namespaceId, repeatKey, since });
    return { key: `${namespaceId}:${repeatKey}`, find };
  }

  /**
   * Ends a call that is not settled: one that was asked for by itself is cancelled with its execution; one of an agent
   * that waits for a person is denied, and the agent is told.
   * @throws OrreryError STEP_NOT_FOUND, EXECUTION_STATE_CONFLICT
   */
  async cancel(actor: Actor, id: string, options: { reason: string | null; dryRun: boolean }): Promise<ToolStep> {
    authorize(actor, 'execution:control');
    const { executions, denial } = this.#deps;
    const step = await this.#found(actor, id);
    if (isSettled(step) || step.phase === 'CANCELLED') throw conflict(step, `is already ${step.phase}`);
    const [execution] = await executions.findMany(actor, [step.executionId]);
    if (execution?.kind === 'TOOL_RUN') {
      const ended = await executions.cancel(actor, execution.id, options);
      if (ended.phase !== 'CANCELLED') throw conflict(step, `ended first; its execution is ${ended.phase}`);
      return options.dryRun ? { ...step, phase: 'CANCELLED' } : this.#found(actor, id);
    }
    if (step.phase === 'WAITING' && (await denial.denyCall(actor, id, options))) return this.#found(actor, id);
    throw conflict(step, "is being made in an agent's run and cannot be ended by itself", 'Cancel the execution.');
  }

  async #found(actor: Actor, id: string): Promise<ToolStep> {
    const [step] = await this.#deps.store.findSteps(actor, [id]);
    if (step?.kind === 'TOOL') return step;
    throw new OrreryError('STEP_NOT_FOUND', `There is no tool call ${id}.`);
  }
}

function conflict(step: ToolStep, state: string, fix?: string): OrreryError {
  return new OrreryError('EXECUTION_STATE_CONFLICT', `The call of ${step.name} ${state}.`, {
    ...(fix === undefined ? {} : { fix }),
    facts: { stepId: step.id, executionId: step.executionId, phase: step.phase },
  });
}
