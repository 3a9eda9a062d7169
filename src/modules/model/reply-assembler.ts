import type { FinishReason, ModelDelta, ModelRequest, ToolCallRequest } from './model.ts';
import { badArguments, malformed } from './model-errors.ts';
import type { ToolNames } from './tool-names.ts';

/** A piece of a tool call as a provider streams it. */
export interface ToolCallPiece {
  /** The provider's own number of the call; undefined when it gives none. */
  key: number | undefined;
  id?: string | undefined;
  name?: string | undefined;
  argumentsText: string;
}

interface PartialCall {
  index: number;
  id: string | undefined;
  name: string | undefined;
  argumentsText: string;
}

/** Puts a reply together from its pieces and passes each piece on as a delta. */
export class ReplyAssembler {
  readonly #request: ModelRequest;
  readonly #names: ToolNames;
  readonly #emit: (delta: ModelDelta) => void;
  readonly #calls: PartialCall[] = [];
  readonly #byKey = new Map<number, PartialCall>();
  #content = '';

  constructor(request: ModelRequest, names: ToolNames, emit: (delta: ModelDelta) => void) {
    this.#request = request;
    this.#names = names;
    this.#emit = emit;
  }

  text(text: string): void {
    if (text === '') return;
    this.#content += text;
    this.#emit({ kind: 'text', text });
  }

  toolCall(piece: ToolCallPiece): void {
    const call = this.#callOf(piece);
    const isFirst = call.name === undefined && piece.name !== undefined;
    call.id ??= piece.id;
    call.name ??= piece.name;
    call.argumentsText += piece.argumentsText;
    const { index, id = this.#ownId(call) } = call;
    const opening = isFirst ? { id, name: this.#names.fromWire(call.name ?? '') } : {};
    this.#emit({ kind: 'toolCall', index, ...opening, argumentsText: piece.argumentsText });
  }

  /** The whole reply. @throws OrreryError MODEL_REFUSED when a tool call is not usable */
  finish(finishReason: FinishReason): { content: string; toolCalls: ToolCallRequest[]; finishReason: FinishReason } {
    const toolCalls = this.#calls.map((call) => this.#completed(call, finishReason));
    // Some providers say "stop" although they call tools.
    const reason = finishReason === 'stop' && toolCalls.length > 0 ? 'tool_calls' : finishReason;
    return { content: this.#content, toolCalls, finishReason: reason };
  }

  /** Calls are told apart by key. A provider that gives none, or the same to all, begins each with an id and a name. */
  #callOf(piece: ToolCallPiece): PartialCall {
    const known = piece.key === undefined ? this.#calls.at(-1) : this.#byKey.get(piece.key);
    const isAnother =
      piece.name !== undefined && (piece.key === undefined || (piece.id !== undefined && piece.id !== known?.id));
    if (known && !isAnother) return known;
    const call = { index: this.#calls.length, id: undefined, name: undefined, argumentsText: '' };
    this.#calls.push(call);
    if (piece.key !== undefined) this.#byKey.set(piece.key, call);
    return call;
  }

  #completed(call: PartialCall, finishReason: FinishReason): ToolCallRequest {
    const { target } = this.#request;
    if (call.name === undefined) throw malformed(target, 'a tool call without a name');
    const name = this.#names.fromWire(call.name);
    const args = parseObject(call.argumentsText.trim() || '{}');
    if (!args) throw badArguments(target, { name, isCutShort: finishReason === 'length' });
    return { id: call.id ?? this.#ownId(call), name, arguments: args };
  }

  #ownId(call: PartialCall): string {
    return `call_${this.#request.step}_${call.index + 1}`;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
