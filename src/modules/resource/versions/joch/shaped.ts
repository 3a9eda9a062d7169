import type { KindSpecs, ResourceKind } from '../../kinds/index.ts';
import type { FieldNames } from '../shaped/naming.ts';
import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import type { SpokeKind } from '../spoke.ts';
import { asWritten } from './fields.ts';
import { jochStyle } from './style.ts';

/** A kind of Joch whose fields are those of the hub, but for `names`. */
export function jochKind<K extends ResourceKind>(
  kind: K,
  about: { apiVersion: string; kindName?: string; names?: FieldNames },
): SpokeKind<KindSpecs[K]> {
  return shapedSpoke({ kind, kindName: kind, style: jochStyle, ...asWritten, ...about });
}
