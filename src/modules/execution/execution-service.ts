import type { Clock } from '../../platform/clock.ts';
import type { Page, PageRequest, Tx } from '../../platform/db/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import type { EventDraft } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import { assertReplayable, type Branch, type BranchGate, branchOff } from './branch.ts';
import type { Hold } from './budget-keeper.ts';
import { assertOpenTo, type Execution, isFinal, type PlannedExecution, type ReplayMode } from './execution.ts';
import { executionEvent } from './execution-event.ts';
import type { ExecutionStarter } from './execution-starter.ts';
import type { ExecutionFilter, ExecutionStore, NewExecution } from './execution-store.ts';
import type { PreparedRun, RunPreparation } from './run-preparation.ts';
import { type CompiledWork, requestHash, runNameOf, type StartInput } from './start.ts';
import type { Step } from './step.ts';
import { type Dependents, enqueueTurn, type TurnQueue } from './turn-queue.ts';

/** A run that is only to be written, with what it takes of budgets. */
export interface PreparedStart {
  fresh: NewExecution;
  hold: Hold | undefined;
}

/** Starts, steers and reads executions. */
export class ExecutionService {
  readonly #store: ExecutionStore;
  readonly #queue: TurnQueue;
  readonly #clock: Clock;
  readonly #starter: ExecutionStarter;
  readonly #preparation: RunPreparation;
  readonly #gate: BranchGate;
  #dependents: Dependents | undefined;

  constructor(deps: {
    store: ExecutionStore;
    queue: TurnQueue;
    clock: Clock;
    starter: ExecutionStarter;
    preparation: RunPreparation;
    gate: BranchGate;
  }) {
    this.#store = deps.store;
    this.#queue = deps.queue;
    this.#clock = deps.clock;
    this.#starter = deps.starter;
    this.#preparation = deps.preparation;
    this.#gate = deps.gate;
  }

  /** Names what has to be settled with an execution that ends early. Called once, when the program is put together. */
  attach(dependents: Dependents): void {
    this.#dependents = dependents;
  }

  findMany(actor: Actor, ids: readonly string[]): Promise<Execution[]> {
    authorize(actor, 'execution:read');
    return this.#store.findMany(actor, ids);
  }

  /** With their graphs. */
  findPlanned(actor: Actor, ids: readonly string[]): Promise<PlannedExecution[]> {
    authorize(actor, 'execution:read');
    return this.#store.findPlanned(actor, ids);
  }

  findByName(actor: Actor, namespaceId: string, name: string): Promise<Execution | undefined> {
    authorize(actor, 'execution:read');
    return this.#store.findByName(actor, namespaceId, name);
  }

  list(actor: Actor, filter: ExecutionFilter, page: PageRequest): Promise<Page<Execution>> {
    authorize(actor, 'execution:read');
    return this.#store.list(actor, filter, page);
  }

  count(actor: Actor, filter: ExecutionFilter): Promise<number> {
    authorize(actor, 'execution:read');
    return this.#store.count(actor, filter);
  }

  countOfAgents(actor: Actor, agentIds: readonly string[]): Promise<Map<string, number>> {
    authorize(actor, 'execution:read');
    return this.#store.countOfAgents(actor, agentIds);
  }

  firstOfAgents(actor: Actor, agentIds: readonly string[], limit: number): Promise<Map<string, Execution[]>> {
    authorize(actor, 'execution:read');
    return this.#store.firstOfAgents(actor, agentIds, limit);
  }

  /** The newest run of each of these resources; those without any are left out. */
  newestOfDefinitions(actor: Actor, ids: readonly string[]): Promise<Map<string, Execution>> {
    authorize(actor, 'execution:read');
    return this.#store.newestOfDefinitions(actor, ids);
  }

  stepsOf(actor: Actor, executionIds: readonly string[]): Promise<Step[]> {
    authorize(actor, 'execution:read');
    return this.#store.stepsOf(actor, executionIds);
  }

  findSteps(actor: Actor, ids: readonly string[]): Promise<Step[]> {
    authorize(actor, 'execution:read');
    return this.#store.findSteps(actor, ids);
  }

  /**
   * Starts a run. The same idempotency key and request give the run that the first call started; else it gets `id`,
   * which a caller who wants to listen before it starts can choose.
   * @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, INPUT_BLOCKED, POLICY_DENIED, IDEMPOTENCY_CONFLICT, NAME_TAKEN,
   * CONVERSATION_NOT_FOUND, CONVERSATION_MISMATCH, DUPLICATE_IN_FLIGHT, BUDGET_EXCEEDED
   */
  async start(actor: Actor, input: StartInput, id: string = newId('execution', this.#clock.now())): Promise<Execution> {
    authorize(actor, 'execution:start');
    const prepared = await this.#preparation.prepare(actor, input, id);
    const fresh = this.#fresh(actor, { input, id, prepared });
    return this.#starter.start(actor, fresh, this.#preparation.guard(actor, input, prepared));
  }

  /**
   * Makes a run ready to be written by `startWithin`, in a transaction that makes something else as well. What the input
   * says of running at most once is not looked at. @throws as `start`
   */
  async prepareStart(actor: Actor, input: StartInput): Promise<PreparedStart> {
    authorize(actor, 'execution:start');
    const id = newId('execution', this.#clock.now());
    const fresh = this.#fresh(actor, { input, id, prepared: await this.#preparation.prepare(actor, input, id) });
    return { fresh, hold: await this.#starter.holdFor(actor, fresh) };
  }

  /**
   * Writes a run that was made ready in the caller's transaction; whoever commits wakes the workers.
   * @throws OrreryError NAME_TAKEN, BUDGET_EXCEEDED
   */
  async startWithin(tx: Tx, actor: Actor, prepared: PreparedStart): Promise<Execution> {
    authorize(actor, 'execution:start');
    const written = await this.#starter.write(tx, actor, prepared);
    if (written) return written;
    throw new OrreryError('NAME_TAKEN', `There is already an execution called ${prepared.fresh.name}.`);
  }

  #fresh(
    actor: Actor,
    { input, id, prepared }: { input: StartInput; id: string; prepared: PreparedRun },
  ): NewExecution {
    const { name, idempotencyKey = null, labels = {}, trigger = 'MANUAL' } = input;
    return {
      id,
      organizationId: actor.organizationId,
      ...prepared.compiled,
      name: name ?? runNameOf(input.target.name.name, id),
      labels,
      trigger,
      startedBy: actor.principalId,
      forkedFromId: null,
      forkedFromStep: null,
      replayMode: null,
      idempotencyKey,
      requestHash: idempotencyKey === null ? null : requestHash(input),
      repeatKey: null,
      conversation: prepared.conversation,
      screening: prepared.screening,
      ...(input.hold === true && { isHeld: true }),
    };
  }

  /** What `start` would do, without doing it. @throws as `start` */
  async plan(actor: Actor, input: StartInput): Promise<CompiledWork> {
    authorize(actor, 'execution:start');
    const { compiled } = await this.prepare(actor, input);
    await this.#starter.foresee(actor, compiled);
    return compiled;
  }

  /** What `start` would start, whatever it costs. @throws OrreryError as `start`, except BUDGET_EXCEEDED */
  async prepare(actor: Actor, input: StartInput): Promise<PreparedRun> {
    authorize(actor, 'execution:start');
    return this.#preparation.prepare(actor, input, newId('execution', this.#clock.now()));
  }

  /** Stops an execution and settles what hangs on it. Safe to repeat. @throws OrreryError EXECUTION_NOT_FOUND */
  async cancel(actor: Actor, id: string, options: { reason: string | null; dryRun: boolean }): Promise<Execution> {
    const cancelled = await this.#change(actor, id, async (tx, execution) => {
      if (isFinal(execution.phase)) return execution;
      const reason = options.reason ?? `Cancelled by ${actor.name}.`;
      const next: Execution = { ...execution, phase: 'CANCELLED', reason, finishedAt: this.#clock.now() };
      if (options.dryRun) return next;
      const closed = await this.#store.closeSteps(tx, execution, actor.principalId);
      const settled = (await this.#dependents?.settle(tx, actor, execution)) ?? [];
      const saved = await this.#store.save(tx, next, true);
      await this.#note(
        tx,
        actor,
        'execution.cancel',
        [...closed, ...settled, executionEvent('execution.finished', saved, actor, { phase: 'CANCELLED', reason })],
        saved,
      );
      return saved;
    });
    if (!options.dryRun) this.#queue.interrupt(id);
    return cancelled;
  }

  /** Lets the step in flight finish and starts no further one. @throws OrreryError EXECUTION_NOT_FOUND, EXECUTION_STATE_CONFLICT */
  pause(actor: Actor, id: string, options: { reason: string | null; dryRun: boolean }): Promise<Execution> {
    return this.#change(actor, id, async (tx, execution) => {
      assertOpenTo('pause', execution);
      const next: Execution = { ...execution, phase: 'PAUSED', reason: options.reason ?? `Paused by ${actor.name}.` };
      if (options.dryRun) return next;
      const saved = await this.#store.save(tx, next, false);
      await this.#note(
        tx,
        actor,
        'execution.pause',
        [executionEvent('execution.paused', saved, actor, { reason: saved.reason })],
        saved,
      );
      return saved;
    });
  }

  /** Lets an execution that was paused or held back go on. @throws OrreryError EXECUTION_NOT_FOUND, EXECUTION_STATE_CONFLICT */
  resume(actor: Actor, id: string, options: { reason: string | null; dryRun: boolean }): Promise<Execution> {
    return this.#change(actor, id, async (tx, execution) => {
      assertOpenTo('resume', execution);
      const isHeld = execution.phase === 'PENDING';
      const turn = isHeld ? execution.turn : execution.turn + 1;
      const next: Execution = { ...execution, phase: 'QUEUED', reason: null, turn };
      if (options.dryRun) return next;
      const saved = await this.#store.save(tx, next, true);
      await enqueueTurn(tx, this.#queue, saved);
      await this.#note(
        tx,
        actor,
        'execution.resume',
        [executionEvent(isHeld ? 'execution.queued' : 'execution.resumed', saved, actor, { turn: saved.turn })],
        { ...saved, reason: options.reason },
      );
      return saved;
    });
  }

  /**
   * Runs a finished or failed execution again as a new one. RECORDED calls nothing and reuses every recorded result;
   * LIVE goes on for real from `fromStep`, where a side effect is repeated only with LIVE_WITH_SIDE_EFFECTS.
   * @throws OrreryError EXECUTION_NOT_FOUND, STEP_NOT_FOUND, EXECUTION_STATE_CONFLICT, INPUT_INVALID, POLICY_DENIED,
   * BUDGET_EXCEEDED
   */
  async replay(
    actor: Actor,
    id: string,
    options: { mode: ReplayMode; fromStepId: string | null; dryRun: boolean },
  ): Promise<Execution> {
    authorize(actor, 'execution:start');
    const source = await this.#found(actor, id);
    assertReplayable(source, options);
    const { mode, fromStepId, dryRun } = options;
    await this.#gate(actor, source, mode);
    const step = fromStepId === null ? null : await this.#stepOf(actor, source, fromStepId);
    return this.#branch(actor, source, { step, input: source.input, mode, trigger: 'REPLAY', dryRun });
  }

  /**
   * A new execution that shares the past before `stepId` and goes on live from there, with another input if one is given.
   * @throws OrreryError STEP_NOT_FOUND, EXECUTION_NOT_FOUND, POLICY_DENIED, BUDGET_EXCEEDED
   */
  async fork(actor: Actor, stepId: string, options: { input: unknown; dryRun: boolean }): Promise<Execution> {
    authorize(actor, 'execution:start');
    const [step] = await this.#store.findSteps(actor, [stepId]);
    if (!step) throw new OrreryError('STEP_NOT_FOUND', `There is no step ${stepId}.`);
    const source = await this.#found(actor, step.executionId);
    await this.#gate(actor, source, null);
    const input = options.input === undefined ? source.input : options.input;
    return this.#branch(actor, source, { step, input, mode: null, trigger: 'FORK', dryRun: options.dryRun });
  }

  async #branch(actor: Actor, source: PlannedExecution, branch: Branch): Promise<Execution> {
    const id = newId('execution', this.#clock.now());
    const fresh = branchOff(source, branch, { id, principalId: actor.principalId });
    if (branch.dryRun) {
      if (branch.mode !== 'RECORDED') await this.#starter.foresee(actor, fresh);
      return { ...source, ...fresh, phase: 'QUEUED', output: null, failure: null, finishedAt: null, startedAt: null };
    }
    const hold = await this.#starter.holdFor(actor, fresh);
    await this.#store.transaction((tx) => this.#writeBranch(tx, actor, { source, fresh, hold, step: branch.step }));
    this.#starter.announce();
    return this.#found(actor, id);
  }

  /**
   * Writes a fork of the step's execution from that step in the caller's transaction; whoever commits wakes the workers.
   * @returns its id @throws OrreryError EXECUTION_NOT_FOUND, BUDGET_EXCEEDED
   */
  async forkWithin(tx: Tx, actor: Actor, step: Step): Promise<string> {
    authorize(actor, 'execution:start');
    const [source] = await this.#store.findPlanned(actor, [step.executionId], tx);
    if (!source) throw notFound(step.executionId);
    const id = newId('execution', this.#clock.now());
    const branch = { step, input: source.input, mode: null, trigger: 'FORK', dryRun: false } as const;
    const fresh = branchOff(source, branch, { id, principalId: actor.principalId });
    const hold = await this.#starter.holdFor(actor, fresh);
    await this.#writeBranch(tx, actor, { source, fresh, hold, step });
    return id;
  }

  async #writeBranch(
    tx: Tx,
    actor: Actor,
    branch: { source: Execution; fresh: NewExecution; hold: Hold | undefined; step: Step | null },
  ): Promise<void> {
    const { source, fresh, step } = branch;
    await this.#starter.write(tx, actor, branch);
    await this.#store.copySteps(tx, { from: source.id, to: fresh.id, beforeOrdinal: step?.ordinal ?? null });
  }

  async #change(
    actor: Actor,
    id: string,
    change: (tx: Tx, execution: Execution) => Promise<Execution>,
  ): Promise<Execution> {
    authorize(actor, 'execution:control');
    const changed = await this.#store.transaction(async (tx) => {
      const execution = await this.#store.lock(tx, actor, id);
      if (!execution) throw notFound(id);
      return change(tx, execution);
    });
    this.#starter.announce();
    return changed;
  }

  async #note(tx: Tx, actor: Actor, action: string, events: EventDraft[], execution: Execution): Promise<void> {
    const audit = [
      { action, subjectId: execution.id, namespaceId: execution.namespaceId, details: { reason: execution.reason } },
    ];
    await appendRecord(tx, actor, { events, audit });
  }

  async #found(actor: Actor, id: string): Promise<PlannedExecution> {
    const [execution] = await this.#store.findPlanned(actor, [id]);
    if (!execution) throw notFound(id);
    return execution;
  }

  async #stepOf(actor: Actor, execution: Execution, stepId: string): Promise<Step> {
    const [step] = await this.#store.findSteps(actor, [stepId]);
    if (step?.executionId !== execution.id)
      throw new OrreryError('STEP_NOT_FOUND', `Execution ${execution.name} has no step ${stepId}.`);
    return step;
  }
}

function notFound(id: string): OrreryError {
  return new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
}
