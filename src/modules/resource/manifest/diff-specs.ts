import { type JsonValue, toJsonObject } from '../kinds/index.ts';
import { changesBetween, type Step } from '../versions/index.ts';

/** One difference between two specs. */
export interface SpecChange {
  /** As in `spec.tools[web_search]`: items of lists by name where they have one, else by place. */
  path: string;
  op: 'add' | 'remove' | 'change';
  before?: JsonValue;
  after?: JsonValue;
}

/** Every difference, by sorted keys. Objects are entered; lists are matched by the names of their items. */
export function diffSpecs(before: object, after: object): SpecChange[] {
  return changesBetween(toJsonObject(before), toJsonObject(after), 'items').map(({ path, ...change }) => ({
    path: stepsText(path),
    ...change,
  }));
}

function stepsText(steps: Step[]): string {
  return steps.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: Step): string {
  if (typeof step === 'object') return `[${step.item}]`;
  if (typeof step === 'number') return `[${step}]`;
  return /^[\w-]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}
