import { deltaChannel, type ModelToken } from '../engine/index.ts';
import type { EventService } from '../modules/event/index.ts';
import type { Execution, ExecutionService } from '../modules/execution/index.ts';
import type { Actor } from '../modules/identity/index.ts';
import type { Bus } from '../platform/bus/index.ts';
import { catalogue, type ErrorCode, OrreryError } from '../platform/errors.ts';
import type { Exchange } from '../server/index.ts';
import { type AnswerHead, ChunkStream, completionOf, sendJson } from './chat-answer.ts';
import { messagesOf } from './chat-dialect.ts';
import { invalidRequest } from './chat-error.ts';
import type { ChatRequest } from './chat-request.ts';

const keepAliveMs = 15_000;

/** What an agent is chatted with. */
export interface AgentChatDeps {
  executions: ExecutionService;
  events: EventService;
  bus: Bus;
  /** How long a client is kept waiting for a run. */
  patienceMs: number;
}

/** Answers with a run of an agent. The run goes on whether or not the client stays. @throws OrreryError for a run that fails */
export async function answerAsAgent(
  deps: AgentChatDeps,
  exchange: Exchange,
  about: { actor: Actor; request: ChatRequest; agent: { namespace: string; name: string } },
): Promise<void> {
  const { actor, request, agent } = about;
  const key = exchange.request.headers['idempotency-key'];
  const execution = await deps.executions.start(actor, {
    target: { kind: 'Agent', name: agent },
    input: agentInput(request),
    labels: { 'orrery.dev/face': 'chat-completions' },
    idempotencyKey: typeof key === 'string' ? key : null,
  });
  const head = { id: `chatcmpl-${execution.id}`, model: request.model, created: seconds(execution.createdAt) };
  const stream = request.isStream ? new AgentStream(exchange, head, request.wantsUsage) : undefined;
  const stop = stream?.listen(deps.bus, execution.id);
  try {
    const ended = await outcome(deps, exchange, { actor, execution });
    if (!ended) return;
    const text = typeof ended.output === 'string' ? ended.output : JSON.stringify(ended.output);
    if (stream) stream.finish(text, ended);
    else {
      const message = { role: 'assistant' as const, content: text };
      sendJson(exchange, { status: 200, body: completionOf(head, { message, finishReason: 'stop', usage: ended }) });
    }
  } finally {
    stop?.();
  }
}

/** What the agent is given: the last message as its question, and the conversation when there is more than that. */
function agentInput(request: ChatRequest): { message: string; messages?: { role: string; content: string }[] } {
  const { tools } = request.body;
  if (Array.isArray(tools) && tools.length > 0)
    throw invalidRequest('tools', 'An agent has its own tools and cannot be offered others.');
  const messages = messagesOf(request).map(({ role, content }, index) => {
    if (role !== 'tool') return { role, content };
    throw invalidRequest(`messages[${index}].role`, 'An agent calls its tools itself and takes no results of others.');
  });
  const last = messages.at(-1);
  if (last?.role !== 'user')
    throw invalidRequest(`messages[${messages.length - 1}].role`, 'The last message to an agent must be the user’s.');
  return messages.length === 1 ? { message: last.content } : { message: last.content, messages };
}

/** The run when it has succeeded; undefined when the client left first. @throws OrreryError when it failed or takes too long */
async function outcome(
  deps: AgentChatDeps,
  exchange: Exchange,
  run: { actor: Actor; execution: Execution },
): Promise<Execution | undefined> {
  const { actor, execution } = run;
  const patience = AbortSignal.timeout(deps.patienceMs);
  const signal = AbortSignal.any([exchange.signal, patience]);
  let waitsFor: string[] = [];
  const filter = { executionId: execution.id };
  for await (const item of deps.events.stream(actor, filter, { after: deps.events.origin(), signal })) {
    if (item.kind !== 'event') continue;
    const { event } = item;
    if (event.type === 'execution.waiting') waitsFor = event.payload.approvalIds;
    if (event.type === 'execution.started') waitsFor = [];
    if (event.type === 'execution.finished') return finished(deps, actor, execution);
  }
  if (!patience.aborted) return undefined;
  throw waitsFor.length > 0 ? approvalRequired(execution, waitsFor) : tookTooLong(execution);
}

async function finished({ executions }: AgentChatDeps, actor: Actor, { id, name }: Execution): Promise<Execution> {
  const [ended] = await executions.findMany(actor, [id]);
  if (ended?.phase === 'SUCCEEDED') return ended;
  const { code = 'CANCELLED', message = `The run ${name} was cancelled.` } = ended?.failure ?? {};
  const facts = { executionId: id, isRun: true };
  throw new OrreryError(code in catalogue ? (code as ErrorCode) : 'INTERNAL', message, { facts });
}

function approvalRequired({ id, name }: Execution, approvalIds: string[]): OrreryError {
  return new OrreryError('APPROVAL_REQUIRED', `The run ${name} waits for a person: ${approvalIds.join(', ')}.`, {
    fix: 'Have it approved; the run then goes on, and its answer is in the run.',
    facts: { executionId: id, approvalIds, isRun: true },
  });
}

function tookTooLong({ id, name }: Execution): OrreryError {
  return new OrreryError('EXECUTION_TIMED_OUT', `The run ${name} is not finished yet. It goes on by itself.`, {
    fix: 'Read its answer from the run later.',
    facts: { executionId: id, isRun: true },
  });
}

/** The tokens of a run as chunks: what its models say, one after the other. */
class AgentStream {
  readonly #chunks: ChunkStream;
  #said = '';
  #step: string | undefined;

  constructor(exchange: Exchange, head: AnswerHead, wantsUsage: boolean) {
    this.#chunks = new ChunkStream(exchange, head, wantsUsage);
  }

  /** Passes on what comes until the returned function is called. */
  listen(bus: Bus, executionId: string): () => void {
    const timer = setInterval(() => this.#chunks.keepAlive(), keepAliveMs);
    const end = bus.subscribe(deltaChannel(executionId), (text) => this.#hear(JSON.parse(text) as ModelToken));
    return () => {
      clearInterval(timer);
      end();
    };
  }

  /** Ends with the run's answer: what of it was not heard on the way is said now. */
  finish(answer: string, usage: Execution): void {
    if (!this.#said.endsWith(answer)) {
      const isBegun = answer.startsWith(this.#said);
      this.#say(isBegun ? answer.slice(this.#said.length) : `\n\n${answer}`);
    }
    this.#chunks.finish('stop', usage);
  }

  #hear({ key, delta }: ModelToken): void {
    if (delta.kind !== 'text') return;
    // What a model says before it calls a tool and what it says after are two texts.
    if (this.#step !== undefined && this.#step !== key && this.#said !== '') this.#say('\n\n');
    this.#step = key;
    this.#say(delta.text);
  }

  #say(text: string): void {
    this.#said += text;
    this.#chunks.delta({ kind: 'text', text });
  }
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
