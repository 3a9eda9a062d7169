import type { Actor } from '../modules/identity/index.ts';
import { type Condition, hubStatus, keyText, type Resource, type ResourceService } from '../modules/resource/index.ts';
import { type Controller, type Finding, fails, holds } from './controller.ts';
import { secretsCondition } from './secret-keys.ts';

const type = 'ServerHasTool';

/** Looks whether the server of an MCP tool offers it. A tool behind an address is not called: calls have effects. */
export class ToolController implements Controller<'Tool'> {
  readonly kind = 'Tool';
  readonly #resources: ResourceService;

  constructor(deps: { resources: ResourceService }) {
    this.#resources = deps.resources;
  }

  async reconcile(actor: Actor, resource: Resource<'Tool'>): Promise<Finding> {
    const { auth, cli } = resource.spec;
    const refs = [auth?.secret, ...(cli?.envFrom ?? []).map(({ secret }) => secret)];
    const secrets = await secretsCondition(this.#resources, actor, { resource, refs });
    const offered = await this.#offered(actor, resource);
    if (offered === undefined) return { conditions: secrets };
    return { conditions: [...secrets, offered], ...(offered.status === 'Unknown' && { phase: 'Pending' }) };
  }

  async #offered(actor: Actor, { namespace, spec }: Resource<'Tool'>): Promise<Condition | undefined> {
    if (spec.type !== 'mcp' || spec.mcp === undefined) return undefined;
    const { server: ref, tool } = spec.mcp;
    const [server] = await this.#resources.named(actor, 'McpServer', [{ namespace, ...ref }]);
    if (server === undefined) return undefined;
    const { phase, details } = hubStatus(server);
    const isDiscovered = server.conditions.some((known) => known.type === 'ToolsDiscovered' && known.status === 'True');
    if (!isDiscovered && phase === 'Ready') return undefined;
    if (!isDiscovered || phase === 'Pending')
      return { type, status: 'Unknown', reason: 'NotDiscovered', message: 'What its server offers is not known yet.' };
    const tools = details['discoveredTools'];
    if (Array.isArray(tools) && tools.includes(tool)) return holds(type, 'Offered', 'Its server offers it.');
    return fails(type, 'NotOffered', `${keyText(server)} does not offer a tool ${tool}.`);
  }
}
