type Bytes = AsyncIterable<Uint8Array>;

/** The whole blocks of a stream of server-sent events. What is not ended by an empty line is none. */
export function blocksOf(bytes: Bytes): AsyncGenerator<string> {
  return piecesOf(bytes, '\n\n');
}

/** The whole lines of a text. */
export function linesOf(bytes: Bytes): AsyncGenerator<string> {
  return piecesOf(bytes, '\n');
}

/** The fields of a block. */
export function fieldsOf(block: string): Record<string, string | undefined> {
  const lines = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  return Object.fromEntries(lines.flatMap((line) => (line ? [[line[1], line[2]]] : [])));
}

async function* piecesOf(bytes: Bytes, end: string): AsyncGenerator<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true });
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end)) {
      yield text.slice(0, at);
      text = text.slice(at + end.length);
    }
  }
}
