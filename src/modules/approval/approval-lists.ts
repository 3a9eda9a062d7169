import { SeenList } from '../../platform/journal/index.ts';
import { type Actor, authorize } from '../identity/index.ts';
import type { Approval } from './approval.ts';
import type { ApprovalListStore, ListedSelection } from './approval-list-store.ts';

/** Approvals as who watches them needs them: a list that knows whether a change is in it. */
export class ApprovalLists {
  readonly #store: ApprovalListStore;

  constructor(store: ApprovalListStore) {
    this.#store = store;
  }

  approvals(actor: Actor, selection: ListedSelection): SeenList<Approval> {
    authorize(actor, 'approval:read');
    return new SeenList((after, limit) => this.#store.page(actor, selection, { after, limit }));
  }
}
