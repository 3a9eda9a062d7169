/** A route that is not compiled from an operation, and why. */
export interface HandWrittenRoute {
  /** GET unless said. */
  method?: 'POST';
  path: string;
  reason: string;
}

/**
 * Every route besides `/graphql` that no operation serves. Those of GET are public. What an API documents of them is in
 * `apis/<api>/hand-written.json`.
 */
export const handWrittenRoutes: readonly HandWrittenRoute[] = [
  { path: '/healthz', reason: 'Says that the process lives, also when the graph cannot be asked.' },
  { path: '/readyz', reason: 'Says whether the database and the engine serve; the graph needs both to answer.' },
  { path: '/livez', reason: 'Tells the details of this one process, which are not part of the graph.' },
  { path: '/metrics', reason: 'Prometheus text, which its registry writes.' },
  {
    method: 'POST',
    path: '/v1/chat/completions',
    reason:
      "Hands an upstream's bytes on as they come, which no operation could; `callModel` and `runAgent` are the same in the graph.",
  },
  { path: '/docs', reason: 'A page of HTML: Swagger UI over the documents below.' },
  { path: '/docs/{file}', reason: 'Files of Swagger UI.' },
  { path: '/redoc', reason: 'A page of HTML: ReDoc over the documents below.' },
  { path: '/redoc/{file}', reason: 'Files of ReDoc.' },
  { path: '/openapi.json', reason: 'A compiled document: it describes the operations and so cannot be one.' },
  { path: '/openapi/{file}', reason: 'The same for one API.' },
];
