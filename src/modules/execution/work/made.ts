import { createHash } from 'node:crypto';
import type { NodeStep } from '../step.ts';
import type { Work } from './activation.ts';

/** Something that a run has made, pinned by what it is made of. */
export interface MadeByRun {
  /** A path, unique in the run and the same on replay: `reports/draft.md`. */
  name: string;
  /** The node that made it, by its path in the graph. */
  node: string;
  mediaType: string;
  /** Of the bytes of `content` in UTF-8, in hexadecimal. */
  sha256: string;
  sizeBytes: number;
  content: string;
  madeAt: Date;
}

/** Nodes that only steer the work make nothing. */
const making: ReadonlySet<NodeStep['arguments']['nodeKind']> = new Set(['agent', 'model', 'tool', 'map', 'loop']);

/** What the nodes of a run have made so far, in the order in which they began. */
export function madeBy({ steps }: Work): MadeByRun[] {
  return [...steps]
    .sort((a, b) => a.ordinal - b.ordinal)
    .flatMap((step) => {
      const isMade = step.kind === 'NODE' && step.phase === 'SUCCEEDED' && making.has(step.arguments.nodeKind);
      return isMade && step.result && step.result.output != null ? [made(step, step.result.output)] : [];
    });
}

function made({ key, node, finishedAt, createdAt }: NodeStep, output: unknown): MadeByRun {
  const isText = typeof output === 'string';
  const content = isText ? output : JSON.stringify(output, null, 2);
  const bytes = Buffer.from(content);
  return {
    name: `reports/${fileName(key)}.${isText ? 'md' : 'json'}`,
    node,
    mediaType: isText ? 'text/markdown' : 'application/json',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    content,
    madeAt: finishedAt ?? createdAt,
  };
}

/** `orders[2]/check#3` as a path: `orders/2/check.3`. */
function fileName(key: string): string {
  return key
    .replaceAll(/\[(\d+)\]/g, '/$1')
    .replaceAll(/[#@]/g, '.')
    .replaceAll(/[^\w./-]/g, '_');
}
