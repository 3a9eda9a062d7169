import { IdentityStore } from '../../src/modules/identity/index.ts';
import { hashToken, newToken } from '../../src/platform/crypto.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Harness } from './harness.ts';

/** The token of an admin of an organization that shares nothing with the first. */
export async function strangerToken(h: Harness): Promise<string> {
  const { db } = h.platform.store.database;
  const organizationId = newId('organization');
  await db.insertInto('organization').values({ id: organizationId, name: organizationId }).execute();
  const namespace = { id: newId('namespace'), organization_id: organizationId, name: 'default' };
  await db.insertInto('namespace').values(namespace).execute();
  const store = new IdentityStore(db);
  const token = newToken('orr');
  const key = {
    name: 'stranger',
    role: 'admin',
    hint: 'x',
    hash: hashToken(token),
    createdBy: 'test',
    expiresAt: null,
    kind: 'USER',
  } as const;
  await store.transaction((tx) => store.insertKey(tx, organizationId, key));
  return token;
}
