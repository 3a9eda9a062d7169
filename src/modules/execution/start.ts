import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { Graph, ResourceName } from './graph.ts';

/** What a run of an agent is started with. */
export interface StartInput {
  agent: ResourceName;
  /** Unique in the namespace; made from the agent's name when absent. */
  name?: string | null | undefined;
  input: unknown;
  /** Another ModelEndpoint than the agent's own. */
  model?: ResourceName | null | undefined;
  labels?: Record<string, string> | undefined;
  /** What starts it; MANUAL when absent. */
  trigger?: 'MANUAL' | 'SCHEDULE' | undefined;
  idempotencyKey?: string | null | undefined;
  /** Goes on with this conversation; begins one when absent. */
  conversation?: string | null | undefined;
  /** Looks for attempts to take the agent over: takes their phrases out, or refuses the run. */
  screen?: boolean | undefined;
  /** Refuses the run while the same agent does the same in the same conversation. */
  unlessRunning?: boolean | undefined;
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
