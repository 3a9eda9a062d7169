import type {
  ApprovalLists,
  ApprovalOverrides,
  ApprovalRequests,
  ApprovalService,
} from '../src/modules/approval/index.ts';
import type { AuditStore } from '../src/modules/audit/index.ts';
import type { Capability } from '../src/modules/capability/index.ts';
import type { EventService } from '../src/modules/event/index.ts';
import type { ExecutionService, JobService, RunLists, ToolCallService } from '../src/modules/execution/index.ts';
import type { GovernanceService } from '../src/modules/governance/index.ts';
import type { Actor, IdentityService, TeamService, TicketService } from '../src/modules/identity/index.ts';
import type { MemoryService } from '../src/modules/memory/index.ts';
import type { ModelAccessService } from '../src/modules/model-access/index.ts';
import type { ResourcePastService, ResourceService } from '../src/modules/resource/index.ts';
import type { ScheduleEditor, ScheduleService } from '../src/modules/schedule/index.ts';
import type { SealingService } from '../src/modules/sealing/index.ts';
import type { SpendingService } from '../src/modules/spending/index.ts';
import type { Bus } from '../src/platform/bus/index.ts';
import { OrreryError } from '../src/platform/errors.ts';
import { createLoaders, type Loaders } from './loaders.ts';

/** What the program knows about itself. */
export interface PlatformFacts {
  version: string;
  startedAt: Date;
  /** Looks at what the program needs, each time anew. */
  ready(): Promise<{ ready: boolean; checks: Record<string, string> }>;
}

/** What the graph is made of. Resolvers reach services through the context and import none. */
export interface Services {
  resources: ResourceService;
  memories: MemoryService;
  resourcePast: ResourcePastService;
  executions: ExecutionService;
  toolCalls: ToolCallService;
  jobs: JobService;
  runLists: RunLists;
  approvalLists: ApprovalLists;
  approvals: ApprovalService;
  approvalRequests: ApprovalRequests;
  approvalOverrides: ApprovalOverrides;
  events: EventService;
  governance: GovernanceService;
  identity: IdentityService;
  teams: TeamService;
  tickets: TicketService;
  platform: PlatformFacts;
  audit: AuditStore;
  models: ModelAccessService;
  schedules: ScheduleService;
  scheduleEditor: ScheduleEditor;
  spending: SpendingService;
  sealing: SealingService;
  /** What this deployment can do. */
  capabilities: readonly Capability[];
  bus: Bus;
}

/** What every resolver is given. */
export interface Context {
  /** Who asks; null when the request carries no credentials. Fields that need rights refuse it before they resolve. */
  viewer: Actor | null;
  /** Who asks. @throws OrreryError UNAUTHENTICATED */
  actor: Actor;
  services: Services;
  loaders: Loaders;
  requestId: string;
  /** Aborts when the client is gone. */
  signal: AbortSignal;
}

/** The context of one operation. */
export function createContext(
  services: Services,
  request: { actor: Actor | null; requestId: string; readonly signal: AbortSignal },
): Context {
  const { actor: viewer, requestId } = request;
  let loaders: Loaders | undefined;
  return {
    viewer,
    services,
    requestId,
    // Made when somebody asks for it, which few fields do.
    get signal() {
      return request.signal;
    },
    get actor() {
      if (viewer) return viewer;
      throw unauthenticated();
    },
    get loaders() {
      loaders ??= createLoaders(services, this.actor);
      return loaders;
    },
  };
}

/** The refusal of a request without credentials. */
export function unauthenticated(): OrreryError {
  return new OrreryError('UNAUTHENTICATED', 'This needs a token.', {
    fix: "Send it as `Authorization: Bearer <token>`; the first admin's stands in the file admin-token of ORRERY_HOME.",
  });
}
