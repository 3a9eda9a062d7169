import type { AgentNode, ModelNode, ResourceName, ToolNode } from '../../modules/execution/index.ts';
import type { Actor } from '../../modules/identity/index.ts';
import { type McpPool, type McpServerTarget, mcpServerTarget } from '../../modules/mcp/index.ts';
import type { ModelTarget, ToolOffer } from '../../modules/model/index.ts';
import { modelTarget } from '../../modules/model-access/index.ts';
import {
  effectiveSideEffect,
  needsApproval,
  type Resource,
  type ResourceService,
  type SecretRef,
  type ToolSpec,
} from '../../modules/resource/index.ts';
import { builtinTools, type ToolAuth, type ToolTarget } from '../../modules/tool/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import type { RetryRule } from './run.ts';

/** A tool as an agent may call it now. */
export interface BoundTool {
  offer: ToolOffer;
  /** The Tool resource; null for a tool that an MCP server offers without one. */
  resourceId: string | null;
  type: string;
  sideEffect: string;
  /** What it does to what it touches: read, write, delete, admin. */
  operationClasses: readonly string[];
  capabilities: readonly string[];
  needsApproval: boolean;
  timeoutMs: number;
  retry: RetryRule;
  mcpServer: string | null;
  target(): Promise<ToolTarget>;
}

/** A model endpoint as it may be called now. */
export interface BoundModel {
  resourceId: string;
  endpoint: string;
  provider: string;
  model: string;
  parameters: { temperature?: number; topP?: number; maxOutputTokens?: number };
  target(): Promise<ModelTarget>;
}

const anyInput = { type: 'object', additionalProperties: true } as const;
const discoveryTimeoutMs = 15_000;
const noRetry: RetryRule = { maxAttempts: 1, backoffMs: 0, maxBackoffMs: 0, jitter: 'none' };

/** Looks up what a run names, as it stands now: endpoints, tools, secrets. Lives for one turn. */
export class Bindings {
  readonly #resources: ResourceService;
  readonly #mcp: McpPool;
  readonly #actor: Actor;
  readonly #models = new Map<AgentNode | ModelNode, Promise<BoundModel[]>>();
  readonly #tools = new Map<AgentNode | ToolNode, Promise<BoundTool[]>>();

  constructor(deps: { resources: ResourceService; mcp: McpPool; actor: Actor }) {
    this.#resources = deps.resources;
    this.#mcp = deps.mcp;
    this.#actor = deps.actor;
  }

  /** The endpoints in the order in which they are tried; those that do not exist are left out. */
  models(node: AgentNode | ModelNode): Promise<BoundModel[]> {
    const known = this.#models.get(node);
    if (known) return known;
    const found = this.#endpoints(node.kind === 'agent' ? [node.model, ...node.fallbackModels] : [node.model]);
    this.#models.set(node, found);
    return found;
  }

  async #endpoints(names: ResourceName[]): Promise<BoundModel[]> {
    const found = await this.#resources.named(this.#actor, 'ModelEndpoint', names);
    return found.map((resource) => {
      const { spec } = resource;
      const { secret } = spec;
      return {
        resourceId: resource.id,
        endpoint: `${resource.namespace}/${resource.name}`,
        provider: spec.provider,
        model: spec.model,
        parameters: spec.parameters,
        target: async () => modelTarget(resource, secret && (await this.#secret(resource.namespace, secret))),
      };
    });
  }

  /** What the node may call: its Tool resources and the tools of its MCP servers. */
  tools(node: AgentNode | ToolNode): Promise<BoundTool[]> {
    const known = this.#tools.get(node);
    if (known) return known;
    const found = node.kind === 'tool' ? this.#declared([node.tool]) : this.#all(node);
    this.#tools.set(node, found);
    return found;
  }

  async #all(node: AgentNode): Promise<BoundTool[]> {
    const [declared, served] = await Promise.all([this.#declared(node.tools), this.#served(node.mcpServers)]);
    const taken = new Set(declared.map((tool) => tool.offer.name));
    return [...declared, ...served.filter((tool) => !taken.has(tool.offer.name))];
  }

  async #declared(names: ResourceName[]): Promise<BoundTool[]> {
    const found = await this.#resources.named(this.#actor, 'Tool', names);
    return Promise.all(found.map((resource) => this.#tool(resource)));
  }

  async #tool(resource: Resource<'Tool'>): Promise<BoundTool> {
    const { spec } = resource;
    const { description, inputSchema } = await this.#schemaOf(resource);
    return {
      offer: { name: resource.name, description, inputSchema },
      resourceId: resource.id,
      type: spec.type,
      sideEffect: effectiveSideEffect(spec),
      operationClasses: spec.operationClasses,
      capabilities: spec.capabilities,
      needsApproval: needsApproval(spec),
      timeoutMs: spec.runtime.timeoutMs,
      retry: spec.runtime.retry,
      mcpServer: spec.mcp?.server.name ?? null,
      target: () => this.#toolTarget(resource),
    };
  }

  async #schemaOf(resource: Resource<'Tool'>): Promise<{ description: string; inputSchema: Record<string, unknown> }> {
    const { spec } = resource;
    const builtin = builtinTools.find((tool) => tool.name === spec.builtin);
    let description = spec.description ?? builtin?.description;
    let inputSchema = spec.inputSchema ?? builtin?.inputSchema;
    if (spec.mcp && (!inputSchema || description === undefined)) {
      const { tools } = await this.#mcp.discover(await this.#serverTarget(resource.namespace, spec.mcp.server), {
        timeoutMs: discoveryTimeoutMs,
      });
      const discovered = tools.find((tool) => tool.name === spec.mcp?.tool);
      description ??= discovered?.description;
      inputSchema ??= discovered?.inputSchema;
    }
    return { description: description ?? resource.name, inputSchema: inputSchema ?? anyInput };
  }

  async #served(names: ResourceName[]): Promise<BoundTool[]> {
    const servers = await this.#resources.named(this.#actor, 'McpServer', names);
    const lists = await Promise.all(
      servers.map(async (server) => {
        const target = await this.#serverTarget(server.namespace, server);
        const { tools } = await this.#mcp.discover(target, { timeoutMs: discoveryTimeoutMs });
        const wanted =
          server.spec.toolFilter.length === 0
            ? tools
            : tools.filter((tool) => server.spec.toolFilter.includes(tool.name));
        return wanted.map(
          (tool): BoundTool => ({
            offer: {
              name: `${server.name}--${tool.name.replace(/[_.]/g, '-')}`,
              description: tool.description,
              inputSchema: tool.inputSchema,
            },
            resourceId: null,
            type: 'mcp',
            sideEffect: tool.annotations?.readOnlyHint === true ? 'READ_ONLY' : 'LOCAL_WRITE',
            operationClasses: operationClassesOf(tool.annotations),
            capabilities: [],
            needsApproval: tool.annotations?.destructiveHint === true,
            timeoutMs: 30_000,
            retry: noRetry,
            mcpServer: server.name,
            target: async () => ({ type: 'mcp', server: target, tool: tool.name }),
          }),
        );
      }),
    );
    return lists.flat();
  }

  async #toolTarget(resource: Resource<'Tool'>): Promise<ToolTarget> {
    const { spec, namespace } = resource;
    if (spec.type === 'builtin') return { type: 'builtin', builtin: spec.builtin ?? resource.name };
    if (spec.type === 'mcp' && spec.mcp)
      return { type: 'mcp', server: await this.#serverTarget(namespace, spec.mcp.server), tool: spec.mcp.tool };
    if (spec.type === 'http' && spec.url !== undefined) {
      const auth = await this.#auth(namespace, spec.auth);
      return {
        type: 'http',
        url: spec.url,
        method: spec.method ?? 'POST',
        headers: spec.headers,
        allowPrivate: spec.allowPrivate,
        ...auth,
      };
    }
    throw new OrreryError(
      'TOOL_FAILED',
      `Tool ${resource.name} has the type ${spec.type}, which cannot be called yet.`,
      {
        fix: 'Use a tool of type http, mcp or builtin.',
      },
    );
  }

  async #auth(namespace: string, auth: ToolSpec['auth']): Promise<{ auth?: ToolAuth }> {
    if (!auth?.secret) return {};
    const token = await this.#secret(namespace, auth.secret);
    if (auth.profile === 'api_key_header')
      return { auth: { profile: 'api_key_header', header: auth.headerName ?? 'x-api-key', token } };
    if (auth.profile === 'bearer' || auth.profile === 'basic') return { auth: { profile: auth.profile, token } };
    throw new OrreryError('TOOL_FAILED', `The authentication profile ${auth.profile} cannot be used yet.`);
  }

  async #serverTarget(
    namespace: string,
    server: { namespace?: string | undefined; name: string } | Resource<'McpServer'>,
  ): Promise<McpServerTarget> {
    const resource = 'spec' in server ? server : await this.#server(namespace, server);
    return mcpServerTarget(resource, (ref) => this.#secret(resource.namespace, ref));
  }

  async #server(
    namespace: string,
    name: { namespace?: string | undefined; name: string },
  ): Promise<Resource<'McpServer'>> {
    const [found] = await this.#resources.named(this.#actor, 'McpServer', [
      { namespace: name.namespace ?? namespace, name: name.name },
    ]);
    if (!found)
      throw new OrreryError('TOOL_FAILED', `There is no MCP server ${name.name}.`, {
        fix: 'Apply an McpServer of that name.',
      });
    return found;
  }

  #secret(namespace: string, ref: SecretRef): Promise<string> {
    return this.#resources.secretValue(this.#actor, {
      namespace: ref.namespace ?? namespace,
      name: ref.name,
      key: ref.key ?? 'value',
    });
  }
}

/** A tool that only its server describes does what its annotations admit to, and writes unless they deny it. */
function operationClassesOf(annotations: { readOnlyHint?: boolean; destructiveHint?: boolean } | undefined): string[] {
  if (annotations?.readOnlyHint === true) return ['read'];
  return annotations?.destructiveHint === true ? ['write', 'delete'] : ['write'];
}
