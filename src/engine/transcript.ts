import type { ModelStep } from '../modules/execution/index.ts';
import type { ModelToken } from './engine.ts';

/** A piece of a model's answer for a reader who is to have every piece once. */
export interface TranscriptToken extends Pick<ModelToken, 'stepId' | 'key' | 'attempt' | 'at' | 'delta'> {
  /** What was told of this call before is void: the model was asked anew. */
  restarts: boolean;
}

interface Told {
  attempt: number;
  text: string;
  restarts: boolean;
  isDone: boolean;
}

/**
 * What one reader was told of the model calls of a run. Tokens may be lost or come twice on their way; each says where
 * its text begins, and the recorded reply says it all. So the texts told of a call make up its reply, exactly once.
 */
export class Transcript {
  readonly #told = new Map<string, Told>();

  /** Whether anything of this call was told. */
  knows(stepId: string): boolean {
    return this.#told.has(stepId);
  }

  /** What of a token is new to the reader. What comes after a gap is held back: the reply will tell it. */
  take(token: Omit<TranscriptToken, 'restarts'>): TranscriptToken | undefined {
    const told = this.#of(token);
    if (told.isDone || token.attempt < told.attempt) return undefined;
    if (token.attempt > told.attempt) {
      told.restarts ||= told.text !== '';
      Object.assign(told, { attempt: token.attempt, text: '' });
    }
    if (token.delta.kind !== 'text') return this.#tell(told, token);
    const { text } = token.delta;
    const known = told.text.length - token.at;
    if (known < 0 || known >= text.length) return undefined;
    return this.#tell(told, { ...token, at: told.text.length, delta: { kind: 'text', text: text.slice(known) } });
  }

  /** What the reader was not told of a call that has its reply. */
  complete(step: ModelStep): TranscriptToken | undefined {
    const { id: stepId, key, attempt, result } = step;
    const told = this.#of({ stepId, attempt });
    if (told.isDone || !result) return undefined;
    told.isDone = true;
    if (!result.content.startsWith(told.text)) Object.assign(told, { restarts: true, text: '' });
    const rest = result.content.slice(told.text.length);
    if (rest === '' && !told.restarts) return undefined;
    return this.#tell(told, { stepId, key, attempt, at: told.text.length, delta: { kind: 'text', text: rest } });
  }

  #of({ stepId, attempt }: { stepId: string; attempt: number }): Told {
    const known = this.#told.get(stepId);
    if (known) return known;
    const told: Told = { attempt, text: '', restarts: false, isDone: false };
    this.#told.set(stepId, told);
    return told;
  }

  #tell(told: Told, token: Omit<TranscriptToken, 'restarts'>): TranscriptToken {
    const { stepId, key, attempt, at, delta } = token;
    const { restarts } = told;
    told.restarts = false;
    if (delta.kind === 'text') told.text += delta.text;
    return { stepId, key, attempt, at, delta, restarts };
  }
}
