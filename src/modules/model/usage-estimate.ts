import type { Message, ToolCallRequest, ToolOffer } from './model.ts';

const charactersPerToken = 4;

/** Roughly how many tokens a call took, for providers that do not say. */
export function estimateUsage(
  asked: { messages: readonly Message[]; tools: readonly ToolOffer[] },
  said: { content: string; toolCalls: readonly ToolCallRequest[] },
): { inputTokens: number; outputTokens: number } {
  let inputCharacters = asked.tools.length === 0 ? 0 : JSON.stringify(asked.tools).length;
  for (const message of asked.messages)
    inputCharacters += message.content.length + callCharacters(message.toolCalls ?? []);
  return {
    inputTokens: tokens(inputCharacters),
    outputTokens: tokens(said.content.length + callCharacters(said.toolCalls)),
  };
}

function callCharacters(calls: readonly ToolCallRequest[]): number {
  return calls.reduce((sum, call) => sum + call.name.length + JSON.stringify(call.arguments).length, 0);
}

function tokens(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}
