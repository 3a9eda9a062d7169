import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isOrreryError, OrreryError } from '../../platform/errors.ts';
import { newId } from '../../platform/ids.ts';
import { journalChannel } from '../../platform/journal/index.ts';
import { appendRecord } from '../audit/index.ts';
import { draftEvent } from '../event/index.ts';
import type { ExecutionStore } from '../execution/index.ts';
import { type Actor, authorize, type IdentityStore } from '../identity/index.ts';
import { type Approval, approvalFacts, assertDecidable, eventPlace } from './approval.ts';
import { approvalName, reviewName, spareName } from './approval-name.ts';
import {
  type ApprovalPatch,
  type ApprovalRequest,
  checkName,
  patchedApproval,
  requestedApproval,
} from './approval-request.ts';
import type { ApprovalStore } from './approval-store.ts';
import { type ApprovalTarget, findTarget } from './approval-target.ts';
import { assertNew, assertVersion, type ExpectedVersion, type VersionClaim } from './approval-version.ts';

/** Questions to people that no run waits for: they are asked, changed and withdrawn from outside. */
export class ApprovalRequests {
  readonly #store: ApprovalStore;
  readonly #executions: ExecutionStore;
  readonly #identity: IdentityStore;
  readonly #clock: Clock;
  readonly #bus: Bus;

  constructor(deps: {
    store: ApprovalStore;
    executions: ExecutionStore;
    identity: IdentityStore;
    clock: Clock;
    bus: Bus;
  }) {
    this.#store = deps.store;
    this.#executions = deps.executions;
    this.#identity = deps.identity;
    this.#clock = deps.clock;
    this.#bus = deps.bus;
  }

  /** Asks. @throws OrreryError NAME_TAKEN, EXECUTION_NOT_FOUND, INPUT_INVALID */
  async request(actor: Actor, request: ApprovalRequest, options: { dryRun: boolean }): Promise<Approval> {
    authorize(actor, 'approval:request');
    checkName('A namespace', request.namespace);
    const executionId = await this.#executionId(actor, request);
    const now = this.#clock.now();
    const id = newId('approval', now);
    const name = request.name ?? nameOf(request, { id, executionId });
    const identity = { id, organizationId: actor.organizationId, name, executionId, now };
    if (options.dryRun) {
      const namespaceId = await this.#plannedPlace(actor, request);
      return requestedApproval(request, { ...identity, namespaceId });
    }
    const approval = await this.#store.transaction(async (tx) => {
      const [namespace] = await this.#identity.ensureNamespaces(tx, actor, [request.namespace]);
      const asked = requestedApproval(request, { ...identity, namespaceId: namespace?.id ?? '' });
      const written = await this.#write(tx, asked, request.name === null);
      const { stepId, tool, risk, summary } = written;
      const payload = {
        ...approvalFacts(written),
        stepId,
        tool,
        risk,
        summary,
        expiresAt: written.expiresAt.toISOString(),
      };
      const event = draftEvent('approval.requested', eventPlace(actor, written), payload);
      await this.#note(tx, actor, { event, action: 'approval.request', approval: written });
      return written;
    });
    this.#bus.publish(journalChannel, '');
    return approval;
  }

  /**
   * The approval that a tool call waits for; the run asked for it, nothing is made.
   * @throws OrreryError STEP_NOT_FOUND, INPUT_INVALID when the call does not wait
   */
  async ofCall(actor: Actor, stepId: string): Promise<Approval> {
    authorize(actor, 'approval:request');
    const [step] = await this.#executions.findSteps(actor, [stepId]);
    if (step?.kind !== 'TOOL') throw new OrreryError('STEP_NOT_FOUND', `There is no tool call ${stepId}.`);
    const approval = (await this.#store.ofSteps(actor, [stepId])).at(-1);
    if (step.phase === 'WAITING' && approval) return approval;
    throw new OrreryError('INPUT_INVALID', `The tool call ${stepId} is ${step.phase} and waits for nobody.`, {
      fix: 'Ask for an approval of its own, without the tool call; a policy decides which calls wait for a person.',
    });
  }

  /**
   * Asks, or changes the pending approval of that name to what is asked now.
   * @throws OrreryError APPROVAL_CONFLICT, EXECUTION_NOT_FOUND, INPUT_INVALID
   */
  async put(
    actor: Actor,
    request: ApprovalRequest & { name: string },
    options: { claim: VersionClaim; dryRun: boolean },
  ): Promise<Approval> {
    authorize(actor, 'approval:request');
    const { namespace, name } = request;
    const { claim, dryRun } = options;
    const known = await this.#store.findByName(actor, namespace, name);
    if (known !== undefined && known.category !== request.category) throw nameTaken(name);
    if (known !== undefined)
      return this.update(actor, { id: known.id }, { patch: patchOf(request), expectedVersion: claim, dryRun });
    assertNew(name, claim);
    try {
      return await this.request(actor, request, { dryRun });
    } catch (error) {
      // Somebody else asked under this name first: then this changes what they asked.
      if (isOrreryError(error) && error.code === 'NAME_TAKEN') return this.put(actor, request, options);
      throw error;
    }
  }

  /** Changes what is asked while nobody has decided, and its name and labels also after that. @throws OrreryError APPROVAL_NOT_FOUND, APPROVAL_CONFLICT, NAME_TAKEN, INPUT_INVALID */
  async update(
    actor: Actor,
    target: ApprovalTarget,
    options: { patch: ApprovalPatch; expectedVersion: ExpectedVersion; dryRun: boolean },
  ): Promise<Approval> {
    const { patch, dryRun } = options;
    return this.#change(actor, target, async (tx, locked) => {
      assertVersion(locked, options.expectedVersion);
      assertFree(locked);
      const { executionRef } = patch;
      const about =
        executionRef === undefined ? {} : { executionId: await this.#referred(actor, locked, executionRef) };
      const patched = patchedApproval(locked, { ...patch, ...about }, this.#clock.now());
      if (patched.generation !== locked.generation) assertDecidable(locked, options);
      if (dryRun) return patched;
      const saved = await this.#store.rewrite(tx, patched);
      const { name, labels } = locked;
      const payload = { ...approvalFacts(saved), version: saved.version, previous: { name, labels } };
      const event = draftEvent('approval.updated', eventPlace(actor, saved), payload);
      await this.#note(tx, actor, { event, action: 'approval.update', approval: saved });
      return saved;
    });
  }

  /** Withdraws an approval, decided or not. @returns it as it was @throws OrreryError APPROVAL_NOT_FOUND, APPROVAL_CONFLICT, INPUT_INVALID */
  async delete(
    actor: Actor,
    target: ApprovalTarget,
    options: { expectedVersion: ExpectedVersion; dryRun: boolean },
  ): Promise<Approval> {
    return this.#change(actor, target, async (tx, locked) => {
      assertFree(locked);
      assertVersion(locked, options.expectedVersion);
      if (options.dryRun) return locked;
      await this.#store.delete(tx, locked.id);
      const event = draftEvent('approval.deleted', eventPlace(actor, locked), approvalFacts(locked));
      await this.#note(tx, actor, { event, action: 'approval.delete', approval: locked });
      return locked;
    });
  }

  async #change(
    actor: Actor,
    target: ApprovalTarget,
    change: (tx: Tx, locked: Approval) => Promise<Approval>,
  ): Promise<Approval> {
    authorize(actor, 'approval:request');
    const seen = await findTarget(this.#store, actor, target);
    const changed = await this.#store.transaction(async (tx) => {
      const locked = await this.#store.lock(tx, actor, seen.id);
      if (!locked) throw new OrreryError('APPROVAL_NOT_FOUND', `There is no approval ${seen.id}.`);
      return change(tx, locked);
    });
    this.#bus.publish(journalChannel, '');
    return changed;
  }

  /** The execution that a reference means, `name` in the approval's namespace or `namespace/name`; null when there is none. */
  async #referred(
    actor: Actor,
    { namespaceId }: Pick<Approval, 'namespaceId'>,
    reference: string | null,
  ): Promise<string | null> {
    if (reference === null) return null;
    const slash = reference.indexOf('/');
    const place = slash < 0 ? namespaceId : (await this.#identity.findNamespace(actor, reference.slice(0, slash)))?.id;
    if (place === undefined) return null;
    return (await this.#executions.findByName(actor, place, reference.slice(slash + 1)))?.id ?? null;
  }

  async #executionId(actor: Actor, { execution, executionRef, namespace }: ApprovalRequest): Promise<string | null> {
    if (!execution) {
      const place = executionRef === null ? undefined : await this.#identity.findNamespace(actor, namespace);
      return this.#referred(actor, { namespaceId: place?.id ?? '' }, executionRef);
    }
    if ('id' in execution) {
      const [found] = await this.#executions.findMany(actor, [execution.id]);
      if (found) return found.id;
      throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${execution.id}.`);
    }
    const place = await this.#identity.findNamespace(actor, namespace);
    const found = place && (await this.#executions.findByName(actor, place.id, execution.name));
    if (found) return found.id;
    throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${execution.name} in ${namespace}.`);
  }

  /** Where a dry run would write, when the name is free there. */
  async #plannedPlace(actor: Actor, request: ApprovalRequest): Promise<string> {
    const { namespace, name } = request;
    const place = await this.#identity.findNamespace(actor, namespace);
    if (!place) throw new OrreryError('INPUT_INVALID', `There is no namespace ${namespace}, and a dry run makes none.`);
    if (name !== null && (await this.#store.findByName(actor, namespace, name))) throw nameTaken(name);
    return place.id;
  }

  async #write(tx: Tx, asked: Approval, isNameOurs: boolean): Promise<Approval> {
    const written = await this.#store.insert(tx, asked);
    if (written) return written;
    const spare = isNameOurs ? { ...asked, name: spareName(asked.name, asked.id) } : undefined;
    const second = spare && (await this.#store.insert(tx, spare));
    if (second) return second;
    throw nameTaken(asked.name);
  }

  #note(
    tx: Tx,
    actor: Actor,
    noted: { event: ReturnType<typeof draftEvent>; action: string; approval: Approval },
  ): Promise<void> {
    const { event, action, approval } = noted;
    const { id: subjectId, namespaceId, name, category, version } = approval;
    const audit = [{ action, subjectId, namespaceId, details: { name, category, version } }];
    return appendRecord(tx, actor, { events: [event], audit });
  }
}

/** @throws OrreryError APPROVAL_CONFLICT when a run waits or waited for the approval: what a run asked is not rewritten */
function assertFree(approval: Approval): void {
  if (approval.stepId === null) return;
  throw new OrreryError('APPROVAL_CONFLICT', `The approval ${approval.name} belongs to a step of a run.`, {
    fix: 'Decide it, or cancel the run.',
    facts: { approvalId: approval.id, executionId: approval.executionId, phase: approval.phase },
  });
}

/** The name of what nobody named: of equal reviews, the same. */
function nameOf(
  { namespace, executionRef, review }: ApprovalRequest,
  { id, executionId }: { id: string; executionId: string | null },
): string {
  if (review === null) return approvalName(executionId ?? '', id);
  const about = executionRef ?? executionId ?? id;
  return reviewName(about.includes('/') ? about : `${namespace}/${about}`, review);
}

function nameTaken(name: string): OrreryError {
  return new OrreryError('NAME_TAKEN', `There is already an approval called ${name}.`, {
    fix: 'Choose another name, or none.',
  });
}

/** What `request` asks, as a change of an approval that asked something else. Who may decide it stays. */
function patchOf(request: ApprovalRequest): ApprovalPatch {
  const { tool, agent, operationClass, reason, executionRef, labels, annotations } = request;
  return {
    ...{ tool, agent, operationClass, reason, executionRef, labels, annotations },
    arguments: request.arguments ?? {},
    review: request.review ?? undefined,
    summary: request.summary ?? undefined,
    timeoutMs: request.timeoutMs ?? undefined,
  };
}
