import { SeenList } from '../../platform/journal/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { Execution } from './execution.ts';
import type { RunListStore, RunSelection, ToolCallSelection } from './run-list-store.ts';
import type { ToolStep } from './step.ts';

/** Executions and tool calls as who watches them needs them: a list, and whether a change is in it. */
export class RunLists {
  readonly #store: RunListStore;

  constructor(store: RunListStore) {
    this.#store = store;
  }

  executions(actor: Actor, selection: RunSelection): SeenList<Execution> {
    authorize(actor, 'execution:read');
    return new SeenList((after, limit) => this.#store.executions(actor, selection, { after, limit }));
  }

  toolCalls(actor: Actor, selection: ToolCallSelection): SeenList<ToolStep> {
    authorize(actor, 'execution:read');
    return new SeenList((after, limit) => this.#store.toolCalls(actor, selection, { after, limit }));
  }

  /** Whether an execution is among those selected. What they are selected by never changes. */
  async hasExecution(actor: Actor, selection: RunSelection, executionId: string): Promise<boolean> {
    authorize(actor, 'execution:read');
    if (selection.executionId !== undefined && selection.executionId !== executionId) return false;
    const { items } = await this.#store.executions(actor, { ...selection, executionId }, { after: null, limit: 1 });
    return items.length > 0;
  }
}
