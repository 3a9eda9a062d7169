import type { StartTarget } from '../execution/index.ts';
import { isObject, type Ref, type ScheduleSpec } from '../resource/index.ts';

/** Where something lies that a schedule names. */
export interface TargetName {
  namespace: string;
  name: string;
}

/** What a schedule starts. */
export type ScheduleTarget =
  | { kind: 'task'; template: TargetName }
  | { kind: 'run'; target: StartTarget; input: unknown }
  | { kind: 'action'; action: string; input: Readonly<Record<string, unknown>> };

/** What a schedule starts, which its kind's rules have checked to be one thing. */
export function targetOf(spec: ScheduleSpec, home: string): ScheduleTarget {
  const { task, agent, workflow, action, input, description } = spec;
  const placed = ({ namespace = home, name }: Ref): TargetName => ({ namespace, name });
  if (task !== undefined) return { kind: 'task', template: placed(task) };
  if (agent !== undefined)
    return { kind: 'run', target: { kind: 'Agent', name: placed(agent) }, input: input ?? description ?? {} };
  if (workflow !== undefined)
    return { kind: 'run', target: { kind: 'Workflow', name: placed(workflow) }, input: input ?? {} };
  return { kind: 'action', action: action ?? 'noop', input: isObject(input) ? input : {} };
}
