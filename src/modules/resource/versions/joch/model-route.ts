import { joch } from './fields.ts';
import { jochKind } from './shaped.ts';

export const modelRoute = jochKind('ModelRoute', { apiVersion: joch.model });
