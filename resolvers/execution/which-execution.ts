import type { Context } from '../../schema/context.ts';
import { OrreryError } from '../../src/platform/errors.ts';

/** An execution as a caller may name it: by its id, or by its namespace and name. */
export interface WhichExecution {
  id?: string | null | undefined;
  namespace?: string | null | undefined;
  name?: string | null | undefined;
}

/** @throws OrreryError INPUT_INVALID unless there is an id or a name, and not both */
export function assertOneName({ id, name }: WhichExecution): void {
  if ((id == null) === (name == null)) {
    throw new OrreryError('INPUT_INVALID', 'Give an id or a name, one of the two.');
  }
}

/**
 * The id of the execution that is meant. An id is given back as it is: whoever acts on it looks whether it exists.
 * @throws OrreryError INPUT_INVALID, EXECUTION_NOT_FOUND
 */
export async function executionIdOf({ actor, services }: Context, which: WhichExecution): Promise<string> {
  assertOneName(which);
  if (which.id != null) return which.id;
  const { namespace, name } = { namespace: which.namespace ?? 'default', name: which.name ?? '' };
  const place = await services.identity.findNamespace(actor, namespace);
  const found = place && (await services.executions.findByName(actor, place.id, name));
  if (found) return found.id;
  throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${namespace}/${name}.`);
}
