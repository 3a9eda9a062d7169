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
  roles,
} from './identity.ts';
export { IdentityService } from './identity-service.ts';
export { type ApiKey, IdentityStore, type Namespace, type Principal } from './identity-store.ts';
export { TeamService } from './team-service.ts';
export { type Organization, type Team, TeamStore } from './team-store.ts';
export { type Ticket, TicketService } from './ticket-service.ts';
export { TicketStore } from './ticket-store.ts';
