import type { Exchange, OrreryServer } from '../../src/server/index.ts';
import type { Asked } from './asked.ts';
import { RouteCall } from './call.ts';
import { sendJson } from './reply.ts';
import type { ServedRoute } from './served-route.ts';

/** Whether a request wants to be told what it would do, by `Prefer: return=explain`. */
export function wantsExplanation(prefer: string | string[] | undefined): boolean {
  return prefer !== undefined && /(?:^|[,;])\s*return\s*=\s*"?explain"?\s*(?:$|[,;])/i.test(String(prefer));
}

interface Viewed {
  name: string;
  role: string;
  [alias: `action${number}`]: { allowed: boolean; reason: string };
}

/** Answers with what the route would run, and runs nothing of it. @throws RequestRefused for variables that do not fit */
export async function explain(
  operations: OrreryServer['operations'],
  served: ServedRoute,
  asking: { exchange: Exchange; asked: Asked; variables: Record<string, unknown> },
): Promise<void> {
  const { route, plan } = served;
  const { exchange, variables } = asking;
  const cost = operations.measure(plan, variables);
  const access = await accessOf(operations, route.actions, asking);
  const { id: name, kind, document, source } = route;
  const operation = { name, kind, document, file: source.file };
  const explained = { operation, variables, access, cost, wire: route.wire, status: route.status };
  sendJson(exchange, explained, { ...served.convention.headers, 'preference-applied': 'return=explain' });
}

async function accessOf(
  operations: OrreryServer['operations'],
  actions: readonly string[],
  { exchange, asked }: { exchange: Exchange; asked: Asked },
): Promise<object> {
  if (!asked.actor) return { viewer: null, actions: [] };
  const asks = actions.map((action, index) => `action${index}: can(action: ${action}) { allowed reason }`);
  const plan = operations.prepareOwn(`{ viewer { name role ${asks.join(' ')} } }`);
  const call = new RouteCall(exchange, { actor: asked.actor, variables: {}, isMutation: false });
  const { data } = await operations.run(plan, call);
  const viewer = data?.['viewer'] as Viewed | undefined;
  if (!viewer) return { viewer: null, actions: [] };
  return {
    viewer: { name: viewer.name, role: viewer.role },
    actions: actions.map((action, index) => ({ action, ...viewer[`action${index}`] })),
  };
}
