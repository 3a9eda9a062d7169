import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/sdk/types.js';
import { type McpCallResult, type McpServerTarget, maxResultBytes } from './mcp.ts';
import { tooLarge } from './mcp-errors.ts';

/** What a tool said, as plain JSON. @throws OrreryError OUTBOUND_TOO_LARGE */
export function resultOf(target: McpServerTarget, result: CallToolResult): McpCallResult {
  const content = result.structuredContent ?? contentOf(result.content);
  if (Buffer.byteLength(JSON.stringify(content)) > maxResultBytes) throw tooLarge(target);
  return { content, isError: result.isError === true };
}

function contentOf(parts: readonly ContentBlock[]): unknown {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length === parts.length ? parseJson(texts.join('\n')) : parts.map(partOf);
}

/** A part without the protocol's own fields: text, image, audio, resource or resource_link. */
function partOf(part: ContentBlock): Record<string, unknown> {
  if (part.type === 'resource') {
    const { _meta, ...resource } = part.resource;
    return { type: part.type, ...resource };
  }
  const { _meta, annotations, ...rest } = part;
  return rest;
}

/** Objects and lists only: a text such as `1.10` is a version or a price more often than a number. */
function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
