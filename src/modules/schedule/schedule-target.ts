import { isObject, type ScheduleSpec } from '../resource/index.ts';

/** Where something lies that a schedule names. */
export interface TargetName {
  namespace: string;
  name: string;
}

/** What a schedule starts. */
export type ScheduleTarget =
  | { kind: 'task'; template: TargetName }
  | { kind: 'agent'; agent: TargetName; input: unknown }
  | { kind: 'action'; action: string; input: Readonly<Record<string, unknown>> };

/** What a schedule starts, which its kind's rules have checked to be one thing. */
export function targetOf({ task, agent, action, input, description }: ScheduleSpec, home: string): ScheduleTarget {
  if (task !== undefined) return { kind: 'task', template: { namespace: task.namespace ?? home, name: task.name } };
  if (agent !== undefined)
    return {
      kind: 'agent',
      agent: { namespace: agent.namespace ?? home, name: agent.name },
      input: input ?? description ?? {},
    };
  return { kind: 'action', action: action ?? 'noop', input: isObject(input) ? input : {} };
}
