import { hashJson } from '../../platform/crypto.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import { reduceInjection, scoreInjection } from '../policy/index.ts';
import { boundedHistory, conversationBegunBy, withHistory } from './conversation.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Screening } from './execution.ts';
import type { StartGuard } from './execution-starter.ts';
import { type CompiledWork, checkStart, type StartInput, type WorkCompilers } from './start.ts';

/** A screened message may not be longer. */
const maxScreenedBytes = 32_768;

/** A run that may be started. */
export interface PreparedRun {
  compiled: CompiledWork;
  screening: Screening | null;
  /** What a run of an agent belongs to; null for any other. */
  conversation: string | null;
}

/** Checks and completes what a run is started with: what is run, its input, what was said before. */
export class RunPreparation {
  readonly #compilers: WorkCompilers;
  readonly #conversations: ConversationStore;

  constructor(deps: { compilers: WorkCompilers; conversations: ConversationStore }) {
    this.#compilers = deps.compilers;
    this.#conversations = deps.conversations;
  }

  /**
   * @param id of the run, which begins a conversation unless it goes on with one
   * @throws OrreryError INPUT_INVALID, INPUT_TOO_LARGE, INPUT_BLOCKED, RESOURCE_NOT_FOUND, POLICY_DENIED, CONVERSATION_NOT_FOUND,
   * CONVERSATION_MISMATCH
   */
  async prepare(actor: Actor, start: StartInput, id: string): Promise<PreparedRun> {
    checkStart(start);
    const { input, screening } = screened(start);
    const compiled = await this.#compiled(actor, start, input);
    if (start.target.kind !== 'Agent') return { compiled, screening, conversation: null };
    if (start.conversation == null) return { compiled, screening, conversation: conversationBegunBy(id) };
    const found = await this.#conversations.find(actor, start.conversation);
    if (!found) {
      throw new OrreryError('CONVERSATION_NOT_FOUND', `There is no conversation ${start.conversation}.`, {
        fix: 'Start a run without one: it begins a conversation of its own.',
      });
    }
    if (found.agentId !== compiled.agentId) {
      const message = `The conversation ${start.conversation} is with another agent than ${start.target.name.name}.`;
      throw new OrreryError('CONVERSATION_MISMATCH', message, { facts: { agentId: found.agentId } });
    }
    const graph = withHistory(compiled.graph, boundedHistory(found.exchanges));
    return { compiled: { ...compiled, graph }, screening, conversation: start.conversation };
  }

  #compiled(actor: Actor, start: StartInput, input: unknown): Promise<CompiledWork> {
    const { target, model = null, labels = {}, asPipeline = false } = start;
    return this.#compilers[target.kind](actor, { name: target.name, model, labels, asPipeline, input });
  }

  /** Lets no second run with the same agent, conversation and input begin while one goes on. */
  guard(actor: Actor, start: StartInput, { compiled }: PreparedRun): StartGuard | undefined {
    const { agentId, input } = compiled;
    if (start.unlessRunning !== true || agentId === null) return undefined;
    const wanted = { agentId, input, conversation: start.conversation ?? null };
    return {
      key: hashJson(wanted),
      find: async (tx) => {
        const running = await this.#conversations.findUnfinished(tx, actor, wanted);
        if (!running) return undefined;
        throw new OrreryError('DUPLICATE_IN_FLIGHT', `The same is being done already (execution ${running.name}).`, {
          fix: 'Wait for that one, or ask again when it has ended.',
          facts: { executionId: running.id, name: running.name, phase: running.phase },
        });
      },
    };
  }
}

function screened(start: StartInput): { input: unknown; screening: Screening | null } {
  if (start.screen !== true) return { input: start.input, screening: null };
  refuseUnreadable(start.input);
  const { score, verdict } = scoreInjection(start.input);
  if (verdict === 'block') {
    throw new OrreryError('INPUT_BLOCKED', 'The input looks like an attempt to take the agent over.', {
      facts: { threatScore: score },
    });
  }
  const isReduced = verdict === 'caution';
  return { input: isReduced ? reduceInjection(start.input) : start.input, screening: { score, reduced: isReduced } };
}

/** What a person says is neither nothing nor a book. @throws OrreryError INPUT_INVALID, INPUT_TOO_LARGE */
function refuseUnreadable(input: unknown): void {
  const text = saidIn(input);
  if (text === undefined) return;
  if (text.trim() === '') throw new OrreryError('INPUT_INVALID', 'The message must not be empty.');
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxScreenedBytes) return;
  throw new OrreryError('INPUT_TOO_LARGE', `The message exceeds ${maxScreenedBytes} bytes.`, {
    facts: { bytes, maxBytes: maxScreenedBytes },
  });
}

/** The text of an input that is one, or has one as its message; undefined for any other JSON. */
function saidIn(input: unknown): string | undefined {
  const said = typeof input === 'object' && input !== null && 'message' in input ? input.message : input;
  return typeof said === 'string' ? said : undefined;
}
