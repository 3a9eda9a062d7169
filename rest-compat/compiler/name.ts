import type { ApiName } from '../runtime/route.ts';

/** `joch` as `Joch`: what the names of its operations and fragments begin with. */
export function apiPrefix(api: ApiName): string {
  return api.charAt(0).toUpperCase() + api.slice(1);
}

/** `ListMCPServers` as `list-mcp-servers`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** `EXECUTION_NOT_FOUND` as `ExecutionNotFound`, the type of the failures with this code. */
export function failureTypeName(code: string): string {
  return pascalCase(code);
}

/** `MCP_SERVER` as `McpServer`. */
export function pascalCase(value: string): string {
  return value
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}

/** `apiKey:read` as `API_KEY_READ`, the value of the graph's enum Action. */
export function actionName(action: string): string {
  return action
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replace(':', '_')
    .toUpperCase();
}

/** The names of the placeholders of a path, in order. */
export function placeholders(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}

/** `/v1/executions/{name}?watch=true` as `/v1/executions/{}`: equal for paths that take the same requests. */
export function pathShape(path: string): string {
  return path.replace(/\?.*$/, '').replace(/\{[^{}]*\}/g, '{}');
}
