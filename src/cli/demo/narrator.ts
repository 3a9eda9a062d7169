import type { ExecutionEventsSubscription, ModelTokensSubscription } from '../../client/generated/graphql.ts';
import type { Screen, Style } from './screen.ts';
import { oneLine, seconds } from './words.ts';

/** An event of the run, as the demo asks for it. */
export type RunEvent = ExecutionEventsSubscription['executionEvents'];
type Token = ModelTokensSubscription['modelStream'];
type EventOf<Name extends RunEvent['__typename']> = Extract<RunEvent, { __typename: Name }>;

const textIndent = '          │ ';

/** Tells what happens in a run as it happens, each event with its time since the start. */
export class Narrator {
  readonly #screen: Screen;
  /** When the first event happened. */
  #startedAt: number | undefined;
  /** What was said of each model call's answer so far; null when it is complete. */
  readonly #said = new Map<string, string | null>();

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** A piece of an answer. One that comes after the whole answer was told is late, and left out. */
  token({ stepId, text }: Token): void {
    const said = this.#said.get(stepId) ?? '';
    if (text === null || this.#said.get(stepId) === null) return;
    this.#said.set(stepId, said + text);
    this.#screen.text(text, textIndent);
  }

  /** An event, where there is something to tell. */
  event(event: RunEvent): void {
    const told = this.#tell(event);
    if (!told || !('at' in event)) return;
    const [style, subject, words] = told;
    const at = Date.parse(event.at);
    this.#startedAt ??= at;
    const time = seconds(at - this.#startedAt).padStart(8);
    const { columns } = this.#screen;
    this.#screen.line(
      oneLine(`${this.#screen.paint('dim', time)}  ${this.#screen.paint(style, subject.padEnd(8))}  ${words}`, columns),
    );
  }

  #tell(event: RunEvent): [style: Style, subject: string, words: string] | undefined {
    switch (event.__typename) {
      case 'ExecutionCreated':
        return ['cyan', 'run', 'is written and waits for a worker'];
      case 'ExecutionStarted':
        return ['cyan', 'run', 'is taken by a worker'];
      case 'ExecutionWaiting':
        return ['yellow', 'run', 'waits for a person, and holds no worker meanwhile'];
      case 'ExecutionResumed':
        return ['cyan', 'run', 'goes on where it stopped'];
      case 'ExecutionFinished':
        return event.endedAs === 'SUCCEEDED'
          ? ['green', 'run', 'succeeded']
          : ['red', 'run', `${event.endedAs.toLowerCase()}: ${event.endedBecause ?? 'no reason was given'}`];
      case 'StreamGap':
        return ['red', 'events', `some are missing: ${event.reason}`];
      default:
        return this.#tellStep(event);
    }
  }

  #tellStep(event: RunEvent): [style: Style, subject: string, words: string] | undefined {
    switch (event.__typename) {
      case 'ModelCallStarted':
        return ['cyan', 'model', `${event.model} (${event.provider}) is asked`];
      case 'ModelCallCompleted':
        return this.#answered(event);
      case 'ModelCallFailed':
        this.#said.delete(event.modelCall.id);
        return ['red', 'model', failed(event)];
      case 'ToolCallRequested':
        return ['cyan', 'tool', `${event.tool} is wanted with ${JSON.stringify(event.toolCall.arguments)}`];
      case 'ToolCallCompleted':
        return [
          event.isError ? 'red' : 'green',
          'tool',
          `${event.tool} ${event.isError ? 'says that it failed' : 'answered'} in ${event.latencyMs} ms: ${resultText(event.toolCall.result)}`,
        ];
      case 'ToolCallFailed':
        return ['red', 'tool', `${event.tool} ${failed(event)}`];
      case 'PolicyDecided': {
        const { effect, policyName, reason } = event.decision;
        return ['yellow', 'policy', `${policyName}: ${effect.toLowerCase().replaceAll('_', ' ')}. ${reason}`];
      }
      case 'ApprovalDecided':
        return decided(event);
      default:
        return undefined;
    }
  }

  #answered(event: EventOf<'ModelCallCompleted'>): [style: Style, subject: string, words: string] {
    const { modelCall, inputTokens, outputTokens, cost, latencyMs } = event;
    const whole = modelCall.reply?.content ?? '';
    const said = this.#said.get(modelCall.id) ?? '';
    if (said !== '' && !whole.startsWith(said)) this.#screen.endText();
    this.#screen.text(whole.startsWith(said) ? whole.slice(said.length) : whole, textIndent);
    this.#said.set(modelCall.id, null);
    return [
      'green',
      'model',
      `answered in ${latencyMs} ms: ${inputTokens} tokens in, ${outputTokens} out, ${cost.amount} ${cost.currency}`,
    ];
  }
}

function resultText(result: unknown): string {
  return typeof result === 'string' ? result : (JSON.stringify(result) ?? 'nothing');
}

function failed({ message, retryInMs }: { message: string; retryInMs: number | null }): string {
  return `failed: ${message}${retryInMs === null ? '' : ` It is tried again in ${retryInMs} ms.`}`;
}

function decided(event: EventOf<'ApprovalDecided'>): [style: Style, subject: string, words: string] {
  const { decidedAs, comment, approval } = event;
  const by = approval?.decision?.by?.name;
  const edited = approval?.decision?.editedArguments == null ? '' : ', with other arguments';
  const words = `${decidedAs.toLowerCase()}${by === undefined ? '' : ` by ${by}`}${edited}${comment === null ? '' : `: ${comment}`}`;
  return [decidedAs === 'APPROVED' ? 'green' : 'red', 'approval', words];
}
