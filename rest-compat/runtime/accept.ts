import { accepts } from '../../src/server/index.ts';
import type { Route, Wire } from './route.ts';

const mediaTypes: Partial<Record<Wire, string>> = {
  JSON: 'application/json',
  TEXT: 'text/plain',
  SSE: 'text/event-stream',
  NDJSON: 'application/x-ndjson',
  WATCH: 'application/x-ndjson',
  BYTES: 'application/octet-stream',
};

/** The wires on which events travel. */
export const streamWires: ReadonlySet<Wire> = new Set(['SSE', 'WS', 'NDJSON', 'WATCH']);

/** The wire of an answer: the route's own, unless the client names the media type of another that the route has. */
export function chooseWire({ wire, orWire }: Route, accept: string | undefined): Wire {
  if (orWire.length === 0 || accept === undefined) return wire;
  return [wire, ...orWire].find((candidate) => accepts(accept, mediaTypes[candidate] ?? '')) ?? wire;
}
