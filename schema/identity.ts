import {
  type Action,
  type Actor,
  type ApiKey,
  actions,
  leastRoleOf,
  may,
  type Namespace,
  type Principal,
  type Role,
} from '../src/modules/identity/index.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';

export const RoleEnum = builder.enumType('Role', {
  description: 'What a principal may do.',
  values: {
    VIEWER: { value: 'viewer', description: 'Reads everything but credentials.' },
    CONTROLLER: {
      value: 'controller',
      description: 'A viewer that also writes the statuses of resources, and nothing else.',
    },
    OPERATOR: {
      value: 'operator',
      description: 'A viewer that also applies manifests, starts and steers executions, and decides approvals.',
    },
    ADMIN: { value: 'admin', description: 'May do everything: also write statuses and manage API keys.' },
  } as const satisfies Record<string, { value: Role; description: string }>,
});

/** The graph's name of an action: `execution:start` is `EXECUTION_START`. */
export function actionName(action: Action): string {
  return action
    .replace(':', '_')
    .replace(/([A-Z])/g, '_$1')
    .toUpperCase();
}

const actionNames = Object.fromEntries(
  actions.map((action) => [
    actionName(action),
    { value: action, description: `To ${action.split(':')[1]} ${action.split(':')[0]}s.` },
  ]),
);

export const ActionEnum = builder.enumType('Action', {
  description: 'Something that a principal may or may not be allowed.',
  values: actionNames,
});

/** Whether somebody may do something, and what it would take. */
export const Permission = builder.objectRef<{ action: Action; actor: Actor }>('Permission').implement({
  description: 'Whether the viewer may do something.',
  fields: (t) => ({
    allowed: t.boolean({ description: 'Whether it is allowed.', resolve: ({ action, actor }) => may(actor, action) }),
    reason: t.string({
      nullable: true,
      description: 'Why not, and what it would take; null when it is allowed.',
      resolve: ({ action, actor }) =>
        may(actor, action) ? null : `The role ${actor.role} is too low; it takes ${leastRoleOf(action)}.`,
    }),
  }),
});

export const NamespaceRef = builder.objectRef<Namespace>('Namespace').implement({
  description: 'A part of an organization; names of resources and executions are unique in it.',
  interfaces: [Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Unique in the organization.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was first used.' }),
  }),
});

const PrincipalKind = builder.enumType('PrincipalKind', {
  description: 'What kind of principal acts.',
  values: {
    USER: { description: 'A person.' },
    API_KEY: { description: 'A program with an API key.' },
    SYSTEM: { description: 'The platform itself.' },
  },
});

export const PrincipalRef = builder.objectRef<Principal>('Principal').implement({
  description: 'Who acts: a person, a program, or the platform itself.',
  interfaces: [Node],
  fields: (t) => ({
    kind: t.field({
      type: PrincipalKind,
      description: 'What kind of principal this is.',
      resolve: (principal) => principal.kind,
    }),
    name: t.exposeString('name', { description: 'Its name.' }),
    role: t.field({ type: RoleEnum, description: 'What it may do.', resolve: (principal) => principal.role }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
  }),
});

export const ViewerRef = builder.objectRef<Actor>('Viewer').implement({
  description: 'Who asks.',
  fields: (t) => ({
    id: t.id({ description: 'The principal.', resolve: (actor) => actor.principalId }),
    name: t.exposeString('name', { description: 'Its name.' }),
    kind: t.field({ type: PrincipalKind, description: 'What kind of principal asks.', resolve: (actor) => actor.kind }),
    role: t.field({ type: RoleEnum, description: 'What it may do.', resolve: (actor) => actor.role }),
    can: t.field({
      type: Permission,
      description: 'Whether it may do something.',
      args: { action: t.arg({ type: ActionEnum, required: true, description: 'What it wants to do.' }) },
      resolve: (actor, { action }) => ({ action: action as Action, actor }),
    }),
  }),
});

export const ApiKeyRef = builder.objectRef<ApiKey>('ApiKey').implement({
  description: 'A credential of a program. The token itself is shown once, when it is made.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names the key when it is revoked.' }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    hint: t.exposeString('hint', { description: 'The first characters of the token.' }),
    role: t.field({ type: RoleEnum, description: 'What it may do.', resolve: (key) => key.role }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When it ends by itself.' }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: 'When it was ended.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to within a few seconds.',
    }),
  }),
});
