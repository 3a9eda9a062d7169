import { OrreryError } from '../../platform/errors.ts';
import type { Actor } from '../identity/index.ts';
import type { Approval, ApprovalCategory } from './approval.ts';
import type { ApprovalStore } from './approval-store.ts';

/** Which approval is meant: exactly one of its id, its name (in `namespace`), either, or the tool call that waits for it. */
export interface ApprovalTarget {
  id?: string | null | undefined;
  /** What is no id is a name. */
  idOrName?: string | null | undefined;
  /** `default` when absent. */
  namespace?: string | null | undefined;
  name?: string | null | undefined;
  toolCall?: string | null | undefined;
  /** One of another category is not meant. */
  category?: ApprovalCategory | null | undefined;
}

/** Finds what `target` means. @throws OrreryError INPUT_INVALID, APPROVAL_NOT_FOUND */
export async function findTarget(store: ApprovalStore, actor: Actor, target: ApprovalTarget): Promise<Approval> {
  const found = await findNamed(store, actor, target);
  const { category, name } = target;
  if (category == null || found.category === category) return found;
  return present(undefined, `${name ?? found.id} of the category ${category}`, {
    category,
    ...(name != null && { name }),
  });
}

async function findNamed(store: ApprovalStore, actor: Actor, target: ApprovalTarget): Promise<Approval> {
  const { id, idOrName, name, toolCall } = target;
  const namespace = target.namespace ?? 'default';
  if ([id, idOrName, name, toolCall].filter((one) => one != null).length !== 1) {
    throw new OrreryError('INPUT_INVALID', 'Say which approval by exactly one of its id, its name or its tool call.');
  }
  if (id != null) return present((await store.findMany(actor, [id]))[0], id);
  if (idOrName != null) {
    const [found] = await store.findMany(actor, [idOrName]);
    return present(found ?? (await store.findByName(actor, namespace, idOrName)), idOrName);
  }
  if (name != null) {
    const facts = { name, ...(target.category != null && { category: target.category }) };
    return present(await store.findByName(actor, namespace, name), `${name} in ${namespace}`, facts);
  }
  // A call that broke off while it was made may have asked twice: the newest question is the one that counts.
  return present((await store.ofSteps(actor, [toolCall ?? ''])).at(-1), `of the tool call ${toolCall}`);
}

function present(
  approval: Approval | undefined,
  which: string,
  facts: { name?: string; category?: string } = {},
): Approval {
  if (approval) return approval;
  throw new OrreryError('APPROVAL_NOT_FOUND', `There is no approval ${which}.`, { facts });
}
