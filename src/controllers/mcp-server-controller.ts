import type { Actor } from '../modules/identity/index.ts';
import { type McpDiscovery, type McpPool, mcpServerTarget } from '../modules/mcp/index.ts';
import { type Condition, hubStatus, type Resource, type ResourceService } from '../modules/resource/index.ts';
import type { Clock } from '../platform/clock.ts';
import { isOrreryError, type OrreryError } from '../platform/errors.ts';
import { type Controller, type Finding, fails, holds } from './controller.ts';
import type { GeneratedTools } from './generated-tools.ts';
import { secretsCondition } from './secret-keys.ts';

const timeoutMs = 15_000;
const againMs = 5 * 60_000;
const soonestMs = 1_000;
const reachable = 'Reachable';

/** Connects to each MCP server, lists what it offers, and makes Tools of its tools where that is asked for. */
export class McpServerController implements Controller<'McpServer'> {
  readonly kind = 'McpServer';
  readonly #resources: ResourceService;
  readonly #mcp: McpPool;
  readonly #generated: GeneratedTools;
  readonly #clock: Clock;

  constructor(deps: { resources: ResourceService; mcp: McpPool; generated: GeneratedTools; clock: Clock }) {
    this.#resources = deps.resources;
    this.#mcp = deps.mcp;
    this.#generated = deps.generated;
    this.#clock = deps.clock;
  }

  async reconcile(actor: Actor, resource: Resource<'McpServer'>): Promise<Finding> {
    const { spec } = resource;
    const refs = [spec.auth?.secret, ...spec.env.map(({ secret }) => secret)];
    const secrets = await secretsCondition(this.#resources, actor, { resource, refs });
    const { details } = hubStatus(resource);
    if (spec.discovery?.enabled === false || secrets.some(({ status }) => status === 'False'))
      return { conditions: secrets, details };
    if (spec.transport === 'stdio' && spec.command === undefined)
      return { conditions: [...secrets, fails(reachable, 'NotSupported', containerWords)], details };
    const answer = await this.#discover(actor, resource);
    if (isOrreryError(answer)) {
      const againAfterMs = Math.max(spec.reconnect.backoffMs, soonestMs);
      return { conditions: [...secrets, failure(answer)], details, againAfterMs, backOff: true };
    }
    return this.#found(actor, resource, { secrets, answer });
  }

  async #found(
    actor: Actor,
    resource: Resource<'McpServer'>,
    { secrets, answer }: { secrets: Condition[]; answer: McpDiscovery },
  ): Promise<Finding> {
    const { tools } = answer;
    const generatedTools = await this.#generated.follow(actor, resource, tools);
    const message = tools.length === 1 ? 'It offers 1 tool.' : `It offers ${tools.length} tools.`;
    return {
      conditions: [
        ...secrets,
        holds(reachable, 'Connected', 'The server answers.'),
        holds('ToolsDiscovered', 'Listed', message),
      ],
      details: {
        discoveredTools: tools.map(({ name }) => name).sort(),
        generatedTools,
        lastSyncedAt: this.#clock.now().toISOString(),
      },
      againAfterMs: Math.max(resource.spec.discovery?.refreshIntervalMs ?? againMs, soonestMs),
    };
  }

  async #discover(actor: Actor, resource: Resource<'McpServer'>): Promise<McpDiscovery | OrreryError> {
    try {
      const target = await mcpServerTarget(resource, ({ namespace = resource.namespace, name, key = 'value' }) =>
        this.#resources.secretValue(actor, { namespace, name, key }),
      );
      return await this.#mcp.discover(target, { timeoutMs });
    } catch (error) {
      if (isOrreryError(error)) return error;
      throw error;
    }
  }
}

const containerWords =
  'A server that is a container image cannot be started here. Name a command, or serve it over HTTP.';

function failure({ code, message, fix }: OrreryError): Condition {
  const words = fix === undefined ? message : `${message} ${fix}`;
  if (code === 'OUTBOUND_REFUSED') return fails(reachable, 'AddressRefused', words);
  if (code === 'MCP_SERVER_TIMEOUT') return fails(reachable, 'TimedOut', message);
  if (code === 'TOOL_FAILED') return fails('Authorized', 'CredentialRefused', words);
  return fails(reachable, 'NoAnswer', message);
}
