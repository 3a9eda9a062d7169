import { hashJson } from '../../platform/crypto.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import type { Graph, ResourceName } from './graph.ts';

/** The kinds of resources that can be run. */
export type WorkKind = 'Agent' | 'AgentSystem' | 'Workflow';

/** What is to be run. */
export interface StartTarget {
  kind: WorkKind;
  name: ResourceName;
}

/** What a run is started with. */
export interface StartInput {
  target: StartTarget;
  /** Unique in the namespace; made from the target's name when absent. */
  name?: string | null | undefined;
  input: unknown;
  /** Another ModelEndpoint than the agent's own; only for a run of an agent. */
  model?: ResourceName | null | undefined;
  labels?: Record<string, string> | undefined;
  /** What starts it; MANUAL when absent. */
  trigger?: 'MANUAL' | 'SCHEDULE' | undefined;
  idempotencyKey?: string | null | undefined;
  /** Goes on with this conversation; begins one when absent. Only for a run of an agent. */
  conversation?: string | null | undefined;
  /** Looks for attempts to take the agent over: takes their phrases out, or refuses the run. */
  screen?: boolean | undefined;
  /** Refuses the run while the same agent does the same in the same conversation. Only for a run of an agent. */
  unlessRunning?: boolean | undefined;
  /** Shows the run of a workflow as a pipeline. */
  asPipeline?: boolean | undefined;
  /** Writes the run, and has it wait for somebody who resumes it. */
  hold?: boolean | undefined;
}

/** An agent made ready to run. */
export interface CompiledAgent {
  agentId: string;
  agentName: string;
  namespaceId: string;
  graph: Graph;
  maxSteps: number;
  timeoutMs: number | null;
}

/** Looks the agent up, checks that it may run, and compiles it. @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, POLICY_DENIED */
export type CompileAgent = (
  actor: Actor,
  agent: ResourceName,
  model: ResourceName | null,
  labels: Record<string, string>,
) => Promise<CompiledAgent>;

/** What is to be made ready to run, and with what. */
export interface WorkToCompile extends Pick<StartInput, 'input'> {
  name: ResourceName;
  model: ResourceName | null;
  labels: Record<string, string>;
  asPipeline: boolean;
}

/** Work made ready to run. */
export interface CompiledWork
  extends Pick<
    Execution,
    'kind' | 'definition' | 'agentId' | 'agentName' | 'namespaceId' | 'maxSteps' | 'timeoutMs' | 'input'
  > {
  graph: Graph;
}

/**
 * Looks a resource up, checks that it may run with what it is given, and compiles it.
 * @throws OrreryError RESOURCE_NOT_FOUND, INPUT_INVALID, POLICY_DENIED
 */
export type CompileWork = (actor: Actor, work: WorkToCompile) => Promise<CompiledWork>;

/** Who compiles which kind. */
export type WorkCompilers = { readonly [kind in WorkKind]: CompileWork };

const namePattern = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;
const maxInputBytes = 512 * 1024;

/** What a run is called whose starter gave it no name. */
export function runNameOf(definition: string, id: string): string {
  return `${definition}-${id.slice(-8)}`;
}

/** @throws OrreryError INPUT_INVALID */
export function checkStart(input: StartInput): void {
  if (input.name != null && !namePattern.test(input.name)) {
    throw new OrreryError(
      'INPUT_INVALID',
      `${JSON.stringify(input.name.slice(0, 80))} is not a name: 1 to 253 letters, digits, dots and dashes.`,
    );
  }
  checkIdempotencyKey(input.idempotencyKey);
  checkInputSize(input.input);
  const { kind } = input.target;
  if (kind !== 'Agent') {
    const { model, conversation, unlessRunning } = input;
    for (const [field, value] of Object.entries({ model, conversation, unlessRunning: unlessRunning || null })) {
      if (value != null) throw onlyFor('an agent', field, kind);
    }
  }
  if (kind !== 'Workflow' && input.asPipeline === true) throw onlyFor('a workflow', 'asPipeline', kind);
}

function onlyFor(what: string, field: string, kind: WorkKind): OrreryError {
  return new OrreryError(
    'INPUT_INVALID',
    `The field ${field} is only for runs of ${what}, not for those of a ${kind}.`,
    {
      facts: { field },
    },
  );
}

/**
 * What two requests with the same idempotency key are compared by. Runs of agents were started before there were others,
 * and are compared as they always were.
 */
export function requestHash({ target, idempotencyKey: _, ...rest }: StartInput): string {
  const about = target.kind === 'Agent' ? { agent: target.name } : { target };
  return hashJson({ ...about, ...rest, idempotencyKey: null });
}

/** @throws OrreryError INPUT_INVALID */
export function checkIdempotencyKey(key: string | null | undefined): void {
  if (key != null && (key === '' || key.length > 255)) {
    throw new OrreryError('INPUT_INVALID', 'An idempotency key has 1 to 255 characters.');
  }
}

/** @throws OrreryError INPUT_INVALID */
export function checkInputSize(input: unknown): void {
  if (input === undefined || JSON.stringify(input).length > maxInputBytes) {
    throw new OrreryError('INPUT_INVALID', `The input must be JSON of at most ${maxInputBytes / 1024} KiB.`);
  }
}
