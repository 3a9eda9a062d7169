export {
  type Action,
  type Actor,
  actions,
  authorize,
  leastRoleOf,
  may,
  type Role,
  rightsKey,
  roles,
} from './identity.ts';
export { IdentityService } from './identity-service.ts';
export { type ApiKey, IdentityStore, type Namespace, type Principal } from './identity-store.ts';
