import type { Clock } from '../../platform/clock.ts';
import { hashJson } from '../../platform/crypto.ts';
import { newId } from '../../platform/ids.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { CallEstimate } from '../model-access/index.ts';
import type { Execution } from './execution.ts';
import type { ExecutionStarter } from './execution-starter.ts';
import type { NewExecution } from './execution-store.ts';
import { type CompileJob, type JobInput, jobRecord } from './job.ts';
import { checkIdempotencyKey, checkInputSize } from './start.ts';

/** Has single requests to providers carried out durably. */
export class JobService {
  readonly #starter: ExecutionStarter;
  readonly #compile: CompileJob;
  readonly #clock: Clock;

  constructor(deps: { starter: ExecutionStarter; compile: CompileJob; clock: Clock }) {
    this.#starter = deps.starter;
    this.#compile = deps.compile;
    this.#clock = deps.clock;
  }

  /** What a job would take, without starting it. @throws OrreryError as `start`, except IDEMPOTENCY_CONFLICT */
  async plan(actor: Actor, job: JobInput): Promise<CallEstimate> {
    authorize(actor, 'execution:start');
    checkJob(job);
    return (await this.#compile(actor, job)).estimate;
  }

  /**
   * Starts a job. The same idempotency key and request give the job that the first call started.
   * @throws OrreryError INPUT_INVALID, MODEL_NOT_FOUND, POLICY_DENIED, MODEL_UNAVAILABLE, MODEL_RATE_LIMITED,
   * IDEMPOTENCY_CONFLICT
   */
  async start(actor: Actor, job: JobInput): Promise<{ execution: Execution; estimate: CallEstimate }> {
    authorize(actor, 'execution:start');
    const input = checkJob(job);
    const { graph, estimate } = await this.#compile(actor, job);
    const id = newId('execution', this.#clock.now());
    const { labels, idempotencyKey, namespaceId, ...asked } = job;
    const fresh: NewExecution = {
      id,
      organizationId: actor.organizationId,
      namespaceId,
      kind: 'JOB',
      name: `job-${id.slice(-12)}`,
      agentId: null,
      agentName: null,
      definition: null,
      graph,
      input,
      labels,
      trigger: 'MANUAL',
      startedBy: actor.principalId,
      forkedFromId: null,
      forkedFromStep: null,
      replayMode: null,
      idempotencyKey,
      requestHash: idempotencyKey === null ? null : hashJson({ startJob: asked, labels }),
      repeatKey: null,
      conversation: null,
      screening: null,
      maxSteps: 1,
      timeoutMs: null,
    };
    return { execution: await this.#starter.start(actor, fresh), estimate };
  }
}

/** @returns what is written down of it @throws OrreryError INPUT_INVALID */
function checkJob(job: JobInput): ReturnType<typeof jobRecord> {
  checkIdempotencyKey(job.idempotencyKey);
  const input = jobRecord(job);
  checkInputSize(input);
  return input;
}
