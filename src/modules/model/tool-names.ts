import type { ModelRequest } from './model.ts';

const longestName = 64;

/**
 * Providers take letters, digits, `_` and `-` in a tool's name, at most 64; ours may be any. Translates both ways, the
 * same names for the same conversation.
 */
export class ToolNames {
  readonly #toWire = new Map<string, string>();
  readonly #fromWire = new Map<string, string>();

  constructor(request: Pick<ModelRequest, 'tools' | 'messages'>) {
    for (const tool of request.tools) this.#add(tool.name);
    for (const message of request.messages) for (const call of message.toolCalls ?? []) this.#add(call.name);
  }

  toWire(name: string): string {
    return this.#toWire.get(name) ?? name;
  }

  fromWire(name: string): string {
    return this.#fromWire.get(name) ?? name;
  }

  #add(name: string): void {
    if (this.#toWire.has(name)) return;
    const plain = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, longestName) || '_';
    let wire = plain;
    for (let n = 2; this.#fromWire.has(wire); n++) wire = `${plain.slice(0, longestName - `_${n}`.length)}_${n}`;
    this.#toWire.set(name, wire);
    this.#fromWire.set(wire, name);
  }
}
