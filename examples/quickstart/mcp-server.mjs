// A small MCP server over standard input and output: the notebook of a small shop.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const notes = [
  {
    id: 1,
    text: 'Refund policy: unworn goods come back within 30 days with the receipt; the money is on the card after 5 working days.',
  },
  {
    id: 2,
    text: 'Opening hours: Tuesday to Friday 10:00 to 18:30, Saturday 10:00 to 16:00, closed on Sunday and Monday.',
  },
  {
    id: 3,
    text: 'Suppliers: wool comes from Hofmann in Leipzig (orders by Wednesday), buttons from Arnaud in Lyon (two weeks).',
  },
  {
    id: 4,
    text: 'Shipping times: inside the country 2 to 3 working days, to the neighbours 4 to 6; express leaves before 14:00.',
  },
];

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Equal words, and longer ones of which one begins the other, such as refund and refunds. */
const isSameWord = (a, b) => a === b || (Math.min(a.length, b.length) > 3 && (a.startsWith(b) || b.startsWith(a)));

/** Notes that share words with the query, those that share most first. */
function search(query) {
  const wanted = wordsOf(query).filter((word) => word.length > 2);
  return notes
    .map((found) => {
      const words = wordsOf(found.text);
      return { found, score: wanted.filter((word) => words.some((other) => isSameWord(word, other))).length };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ found }) => found);
}

const note = z.object({ id: z.number().int(), text: z.string() });
const server = new McpServer({ name: 'shop-notebook', version: '1.0.0' });

server.registerTool(
  'search_notes',
  {
    description:
      'Finds notes of the shop by their words: refunds, opening hours, suppliers, shipping, and what was added since.',
    inputSchema: { query: z.string().min(1).describe('A few words to look for.') },
    outputSchema: { notes: z.array(note) },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  ({ query }) => answer({ notes: search(query) }),
);

const answered = new Map();

server.registerTool(
  'add_note',
  {
    description: 'Writes a new note into the notebook. It is kept until the server ends.',
    inputSchema: { text: z.string().min(1).max(2_000).describe('The note, in one or two sentences.') },
    outputSchema: { note },
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  },
  ({ text }, { _meta }) => {
    // A call that is repeated after a lost connection carries the same key and adds nothing twice.
    const key = _meta?.['orrery.dev/idempotency-key'];
    const added = answered.get(key) ?? { id: notes.length + 1, text };
    if (added.id > notes.length) notes.push(added);
    if (key) answered.set(key, added);
    return answer({ note: added });
  },
);

function answer(structuredContent) {
  return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
}

await server.connect(new StdioServerTransport());
