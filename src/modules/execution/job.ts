import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { Message } from '../model/index.ts';
import type { CallEstimate, Modality, ModelTier } from '../model-access/index.ts';
import type { AgentNode, Graph } from './graph.ts';

/** One request to a provider that is carried out on its own. */
export interface JobInput {
  modality: Modality;
  /** The tier that is preferred where the choice is ours; null for any. */
  tier: ModelTier | null;
  /** An endpoint, a model, or `auto`. */
  model: string;
  messages: Message[];
  parameters: AgentNode['parameters'];
  labels: Record<string, string>;
  idempotencyKey: string | null;
  /** Where the execution belongs. */
  namespaceId: string;
}

/** A job made ready to run, and what it would take. */
export interface CompiledJob {
  graph: Graph;
  estimate: CallEstimate;
}

/**
 * Chooses who carries a job out and compiles it.
 * @throws OrreryError INPUT_INVALID, MODEL_NOT_FOUND, POLICY_DENIED, MODEL_UNAVAILABLE, MODEL_RATE_LIMITED
 */
export type CompileJob = (actor: Actor, job: JobInput) => Promise<CompiledJob>;

/** What the input of the execution of a job is. */
export interface JobRecord {
  /** What was said last. */
  message: string;
  /** The whole conversation, where it is more than that. */
  messages?: Pick<Message, 'role' | 'content'>[];
  modality: Modality;
  tier: ModelTier | null;
}

/** What is written down of what a job is asked. @throws OrreryError INPUT_INVALID for a conversation with tools */
export function jobRecord({ messages, modality, tier }: Pick<JobInput, 'messages' | 'modality' | 'tier'>): JobRecord {
  const said = messages.map(({ role, content, toolCalls }) => {
    if (role === 'tool' || toolCalls) {
      throw new OrreryError('INPUT_INVALID', 'A job calls no tools, so none can have been called before it.', {
        fix: 'Run an agent, which calls its tools itself.',
        facts: { field: 'messages' },
      });
    }
    return { role, content };
  });
  const message = said.at(-1)?.content ?? '';
  const isPlain = said.length === 1 && said[0]?.role === 'user';
  return { message, ...(!isPlain && { messages: said }), modality, tier };
}
