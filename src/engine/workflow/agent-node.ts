import { type AgentNode, type Exchange, type ReplyRecord, userText } from '../../modules/execution/index.ts';
import type { Message } from '../../modules/model/index.ts';
import { RunFailed, RunParked, type StepPort, type ToolAnswer } from './ports.ts';

/** The conversation that an agent begins with. */
export function openingMessages(prompt: string, input: unknown, history: readonly Exchange[] = []): Message[] {
  const opening: Message[] = prompt === '' ? [] : [{ role: 'system', content: prompt }];
  const before = history.flatMap((exchange): Message[] => [
    { role: 'user', content: userText(exchange.input) },
    { role: 'assistant', content: userText(exchange.output) },
  ]);
  return [...opening, ...before, ...(conversationIn(input) ?? [{ role: 'user', content: userText(input) }])];
}

/** The conversation so far, when the input holds one beside its `message`: `messages` with role and content. */
function conversationIn(input: unknown): Message[] | undefined {
  if (input === null || typeof input !== 'object' || !('message' in input) || !('messages' in input)) return undefined;
  const { messages } = input;
  return Array.isArray(messages) && messages.length > 0 && messages.every(isSaid) ? messages : undefined;
}

function isSaid(message: unknown): message is Message {
  if (message === null || typeof message !== 'object' || !('role' in message) || !('content' in message)) return false;
  const { role, content } = message;
  return (role === 'system' || role === 'user' || role === 'assistant') && typeof content === 'string';
}

/**
 * The agent's loop: ask the model, run the tools it wants in order, tell it their results, until it answers without
 * wanting any. Calls that wait for a person don't hold up those after them; the loop parks when all others are done.
 * @returns the text of the last reply
 */
export async function runAgent(node: AgentNode, path: string, input: unknown, steps: StepPort): Promise<string> {
  const messages = openingMessages(node.prompt, input, node.history);
  let content = '';
  for (let step = 1; step <= node.maxSteps; step++) {
    const reply = await steps.model({ key: `${path}/model:${step}`, node: path, step, asked: node, messages });
    content = reply.content;
    if (reply.toolCalls.length === 0) return content;
    messages.push(...(await turnOfTools(node, { path, step, reply }, steps)));
  }
  if (node.onStepLimit === 'answer') return content;
  throw new RunFailed('STEP_LIMIT_REACHED', `The agent still wanted tools after its ${node.maxSteps} steps.`);
}

async function turnOfTools(
  node: AgentNode,
  at: { path: string; step: number; reply: ReplyRecord },
  steps: StepPort,
): Promise<Message[]> {
  const { path, step, reply } = at;
  const answers: ToolAnswer[] = [];
  for (const [index, call] of reply.toolCalls.entries()) {
    answers.push(await steps.tool({ key: `${path}/tool:${step}.${index + 1}`, node: path, call, asked: node }));
  }
  const parked = answers.flatMap((answer) => (answer.kind === 'parked' ? [answer.approvalId] : []));
  if (parked.length > 0) throw new RunParked(parked);
  const said: Message = { role: 'assistant', content: reply.content, toolCalls: reply.toolCalls };
  const results = reply.toolCalls.map((call, index): Message => {
    const answer = answers[index];
    return {
      role: 'tool',
      toolCallId: call.id,
      name: call.name,
      content: answer?.kind === 'answered' ? answer.text : '',
    };
  });
  return [said, ...results];
}
