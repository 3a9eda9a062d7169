import type { Actor } from '../modules/identity/index.ts';
import type { DiscoveredTool } from '../modules/mcp/index.ts';
import { type Resource, type ResourceFilter, type ResourceService, resourceCursor } from '../modules/resource/index.ts';

const serverLabel = 'orloj.dev/mcp-server';
const generatedLabel = 'orloj.dev/mcp-generated';
const maxDescription = 4_096;
const maxName = 253;
const pageSize = 100;

/** The Tools that are made of what an MCP server offers. */
export class GeneratedTools {
  readonly #resources: ResourceService;

  constructor(deps: { resources: ResourceService }) {
    this.#resources = deps.resources;
  }

  /**
   * Makes a Tool of each tool of the server, where its declaration asks for that, and deletes those of tools that are
   * gone. What somebody has set on such a Tool besides stays, and a Tool of that name that somebody else made is left
   * alone. @returns the names of the server's Tools, sorted
   */
  async follow(actor: Actor, server: Resource<'McpServer'>, offered: readonly DiscoveredTool[]): Promise<string[]> {
    if (!(server.spec.generateTools ?? server.apiVersion === 'orloj.dev/v1')) return [];
    const { toolFilter } = server.spec;
    const wanted = offered.filter(({ name }) => toolFilter.length === 0 || toolFilter.includes(name));
    const byName = new Map(wanted.map((tool) => [toolName(server, tool), tool]));
    for (const name of byName.keys()) if (name.length > maxName) byName.delete(name);
    const known = await this.#named(actor, server, [...byName.keys()]);
    for (const tool of known.filter((found) => !isOf(server, found))) byName.delete(tool.name);
    await this.#apply(actor, server, { byName, known });
    await this.#deleteOthers(actor, server, byName);
    return [...byName.keys()].sort();
  }

  #named(actor: Actor, { namespace }: Resource<'McpServer'>, names: readonly string[]): Promise<Resource<'Tool'>[]> {
    return this.#resources.named(
      actor,
      'Tool',
      names.map((name) => ({ namespace, name })),
    );
  }

  async #apply(
    actor: Actor,
    server: Resource<'McpServer'>,
    { byName, known }: { byName: Map<string, DiscoveredTool>; known: Resource<'Tool'>[] },
  ): Promise<void> {
    if (byName.size === 0) return;
    const before = new Map(known.map((tool) => [tool.name, tool]));
    const manifests = [...byName].map(([name, tool]) =>
      JSON.stringify(toolManifest(server, tool, { name, before: before.get(name) })),
    );
    const { namespace } = server;
    await this.#resources.apply(actor, { manifests: manifests.join('\n---\n'), namespace, dryRun: false, force: true });
  }

  async #deleteOthers(
    actor: Actor,
    server: Resource<'McpServer'>,
    byName: ReadonlyMap<string, DiscoveredTool>,
  ): Promise<void> {
    const { namespaceId, namespace, name } = server;
    const filter: ResourceFilter = { kind: 'Tool', namespaceIds: [namespaceId], labels: labelsOf(name) };
    const gone: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.#resources.list(actor, filter, { first: pageSize, after });
      gone.push(...page.items.filter((tool) => !byName.has(tool.name)).map((tool) => tool.name));
      const last = page.items.at(-1);
      after = page.hasNextPage && last ? resourceCursor(last) : undefined;
    } while (after !== undefined);
    for (const tool of gone) {
      const key = { kind: 'Tool', namespace, name: tool } as const;
      await this.#resources.delete(actor, key, { expectedVersion: null, dryRun: false });
    }
  }
}

function toolName(server: Resource<'McpServer'>, { name }: DiscoveredTool): string {
  return `${server.name}--${name.replaceAll(/[_.]/g, '-')}`;
}

function labelsOf(server: string): Record<string, string> {
  return { [serverLabel]: server, [generatedLabel]: 'true' };
}

function isOf(server: Resource<'McpServer'>, { labels }: Resource<'Tool'>): boolean {
  return labels[serverLabel] === server.name && labels[generatedLabel] === 'true';
}

function toolManifest(
  server: Resource<'McpServer'>,
  tool: DiscoveredTool,
  { name, before }: { name: string; before: Resource<'Tool'> | undefined },
): object {
  return {
    apiVersion: 'orrery.dev/v1',
    kind: 'Tool',
    metadata: { name, labels: { ...before?.labels, ...labelsOf(server.name) }, annotations: before?.annotations ?? {} },
    spec: {
      ...before?.spec,
      type: 'mcp',
      mcp: { server: { name: server.name }, tool: tool.name },
      description: tool.description.slice(0, maxDescription),
      inputSchema: tool.inputSchema,
    },
  };
}
