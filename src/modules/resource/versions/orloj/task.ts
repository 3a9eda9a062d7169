import type { KindSpecs } from '../../kinds/index.ts';
import type { FieldNames } from '../shaped/naming.ts';
import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import type { SpokeKind, StatusNames } from '../spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

type TaskKind = 'Task' | 'TaskWebhook' | 'Worker';

function taskKind<K extends TaskKind>(
  kind: K,
  about: { names?: FieldNames; statusNames?: StatusNames } = {},
): SpokeKind<KindSpecs[K]> {
  return shapedSpoke({ kind, kindName: kind, apiVersion, style: orlojStyle, keeps, ...about });
}

export const task = taskKind('Task');

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
