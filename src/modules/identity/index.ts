export {
  type Action,
  type Actor,
  actions,
  authorize,
  hasRole,
  leastRoleOf,
  may,
  type Role,
  rightsKey,
} from './identity.ts';
export { IdentityService } from './identity-service.ts';
export { type ApiKey, IdentityStore, type Namespace, type Principal } from './identity-store.ts';
