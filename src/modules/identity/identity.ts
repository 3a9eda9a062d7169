import { OrreryError } from '../../platform/errors.ts';

export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Everything that can be allowed, and the least role that may do it. What is not listed nobody may do. */
export const leastRole = {
  'resource:read': 'viewer',
  'resource:write': 'operator',
  'resource:delete': 'operator',
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
  return roles.indexOf(actor.role) >= roles.indexOf(leastRole[action]);
}

/** The least role that may do `action`, for messages. */
export function leastRoleOf(action: string): Role {
  return leastRole[action as Action] ?? 'admin';
}

/** @throws OrreryError FORBIDDEN */
export function authorize(actor: Actor, action: Action): void {
  if (may(actor, action)) return;
  throw new OrreryError('FORBIDDEN', `The role ${actor.role} may not do ${action}.`, {
    fix: `Use a key with the role ${leastRole[action]}.`,
    facts: { action, leastRole: leastRole[action] },
  });
}

/** Subscribers with equal rights keys are allowed to see the same things. */
export function rightsKey(actor: Actor): string {
  return `${actor.organizationId}:${actor.role}`;
}
