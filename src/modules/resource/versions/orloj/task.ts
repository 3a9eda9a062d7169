import { type KindSpecs, kinds, type ShapeNode, shapeTree } from '../../kinds/index.ts';
import type { FieldNames } from '../shaped/naming.ts';
import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import type { SpokeKind, StatusNames } from '../spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle, snakeCase } from './style.ts';

type TaskKind = 'Task' | 'TaskWebhook' | 'Worker';

function taskKind<K extends TaskKind>(
  kind: K,
  about: { names?: FieldNames; statusNames?: StatusNames } = {},
): SpokeKind<KindSpecs[K]> {
  return shapedSpoke({ kind, kindName: kind, apiVersion, style: orlojStyle, keeps, ...about });
}

/** Orloj writes what a task's status tells in its lists with underscores, and what it tells itself without. */
const statusLists = ['trace', 'history', 'messages', 'messageIdempotency', 'joinStates', 'delegationStates'] as const;
const taskStatusNames: StatusNames = {
  messageIdempotency: 'message_idempotency',
  joinStates: 'join_states',
  delegationStates: 'delegation_states',
  blockedOn: 'blocked_on',
  ...Object.fromEntries(innerNames()),
};

function innerNames(): [string, string][] {
  const shape = kinds.Task.status && shapeTree(kinds.Task.status);
  if (shape?.type !== 'object') return [];
  return statusLists.flatMap((list) => {
    const node = shape.fields.get(list)?.node;
    return node?.type === 'list' ? pathsIn(node.item, list) : [];
  });
}

function pathsIn(node: ShapeNode, at: string): [string, string][] {
  if (node.type === 'list') return pathsIn(node.item, at);
  if (node.type !== 'object') return [];
  return [...node.fields].flatMap(([name, field]): [string, string][] => {
    const path = `${at}.${name}`;
    return [[path, snakeCase(name)], ...pathsIn(field.node, path)];
  });
}

export const task = taskKind('Task', { statusNames: taskStatusNames });

export const taskWebhook = taskKind('TaskWebhook', {
  names: {
    task: 'task_ref',
    'auth.secret': 'secret_ref',
    'auth.maxSkewMs': 'max_skew_seconds',
    'idempotency.dedupeWindowMs': 'dedupe_window_seconds',
  },
  statusNames: { endpointId: 'endpointID' },
});

export const worker = taskKind('Worker');
