import { OrreryError } from '../../platform/errors.ts';

/** Every role, those that may do less first. */
export const roles = ['viewer', 'controller', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A role may do all that those of a lower rank may. */
const rank = { viewer: 0, controller: 0, operator: 1, admin: 2 } as const satisfies Record<Role, number>;

/** Everything that can be allowed, and the least role that may do it by its rank. What is not listed nobody may do. */
const leastRole = {
  'resource:read': 'viewer',
  'resource:write': 'operator',
  'resource:delete': 'operator',
  'resource:status': 'admin',
  'tool:unisolate': 'admin',
  'memory:read': 'viewer',
  'memory:write': 'operator',
  'execution:read': 'viewer',
  'execution:start': 'operator',
  'execution:control': 'operator',
  'model:call': 'operator',
  'usage:read': 'operator',
  'approval:read': 'viewer',
  'approval:decide': 'operator',
  'approval:request': 'operator',
  'approval:override': 'admin',
  'event:read': 'viewer',
  'identity:read': 'viewer',
  'audit:read': 'operator',
  'team:write': 'admin',
  'apiKey:read': 'admin',
  'apiKey:write': 'admin',
} as const satisfies Record<string, Role>;

export type Action = keyof typeof leastRole;
export const actions = Object.keys(leastRole) as Action[];

/** What a role may do whatever its rank. */
const besides: Partial<Record<Role, readonly Action[]>> = { controller: ['resource:status'] };

/** The roles that may do each action, those that may do less first. */
const allowed = new Map<string, readonly Role[]>(
  actions.map((action) => [
    action,
    roles.filter((role) => rank[role] >= rank[leastRole[action]] || besides[role]?.includes(action)),
  ]),
);

/** On whose behalf something is done. Every store method takes one and stays inside its organization. */
export interface Actor {
  principalId: string;
  organizationId: string;
  name: string;
  kind: 'USER' | 'API_KEY' | 'SYSTEM';
  role: Role;
  /** The request that this actor makes, for the audit trail; null for the system's own work. */
  requestId: string | null;
}

/** Whether `actor` may do `action` at all. */
export function may(actor: Pick<Actor, 'role'>, action: Action): boolean {
  return allowed.get(action)?.includes(actor.role) ?? false;
}

/** The role that may do `action` and else the least, for messages. */
export function leastRoleOf(action: string): Role {
  return allowed.get(action)?.[0] ?? 'admin';
}

/** Whether `actor` may do all that the role of this name may. */
export function hasRole(actor: Actor, role: string): boolean {
  const needed = actions.filter((action) => allowed.get(action)?.some((one) => one === role));
  return needed.length > 0 && needed.every((action) => may(actor, action));
}

/** @throws OrreryError FORBIDDEN */
export function authorize(actor: Actor, action: Action): void {
  if (may(actor, action)) return;
  throw new OrreryError('FORBIDDEN', `The role ${actor.role} may not do ${action}.`, {
    fix: `Use a key with the role ${leastRoleOf(action)}.`,
    facts: { action, leastRole: leastRoleOf(action) },
  });
}

/** Subscribers with equal rights keys are allowed to see the same things. */
export function rightsKey(actor: Actor): string {
  return `${actor.organizationId}:${actor.role}`;
}
