import type { McpPool } from '../modules/mcp/index.ts';
import { kinds, type ResourceKind, type ResourceService, resourceKinds } from '../modules/resource/index.ts';
import type { ScheduledWork, ScheduleService } from '../modules/schedule/index.ts';
import type { SealingService } from '../modules/sealing/index.ts';
import type { SpendingService } from '../modules/spending/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { OutboundClient } from '../platform/http/index.ts';
import { BudgetController } from './budget-controller.ts';
import type { Controller } from './controller.ts';
import { followingController } from './following-controller.ts';
import { GeneratedTools } from './generated-tools.ts';
import { McpServerController } from './mcp-server-controller.ts';
import { ModelEndpointController } from './model-endpoint-controller.ts';
import { ScheduleController } from './schedule-controller.ts';
import { SealedSecretController } from './sealed-secret-controller.ts';
import { TaskController, type TaskControllerDeps } from './task-controller.ts';
import { ToolController } from './tool-controller.ts';

export type { Controller, Finding } from './controller.ts';
export { Reconciler } from './reconciler.ts';

/** What controllers work with. */
export interface ControllerDeps extends TaskControllerDeps {
  resources: ResourceService;
  sealing: SealingService;
  schedules: ScheduleService;
  scheduledWork: ScheduledWork;
  spending: SpendingService;
  outbound: OutboundClient;
  mcp: McpPool;
  clock: Clock;
}

/** A controller for each kind that has one. @throws Error for a controller of a kind that says that it has none */
export function createControllers(deps: ControllerDeps): Controller<ResourceKind>[] {
  const own: Controller<ResourceKind>[] = [
    new BudgetController(deps),
    new McpServerController({ ...deps, generated: new GeneratedTools(deps) }),
    new ModelEndpointController(deps),
    new ScheduleController(deps),
    new SealedSecretController(deps),
    new TaskController(deps),
    new ToolController(deps),
  ];
  const taken = new Set(own.map(({ kind }) => kind));
  const stray = [...taken].filter((kind) => !kinds[kind].hasController);
  if (stray.length > 0) throw new Error(`The kind ${stray.join(', ')} has to say that it has a controller.`);
  const others = resourceKinds.filter((kind) => kinds[kind].hasController && !taken.has(kind));
  return [...own, ...others.map(followingController)];
}
