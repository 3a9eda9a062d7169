/** A route that is not compiled from an operation, and why. */
export interface HandWrittenRoute {
  path: string;
  reason: string;
}

/** Every route besides `/graphql` that no operation serves. All of them are GET, and public. */
export const handWrittenRoutes: readonly HandWrittenRoute[] = [
  { path: '/healthz', reason: 'Says that the process lives, also when the graph cannot be asked.' },
  { path: '/readyz', reason: 'Says whether the database and the engine serve; the graph needs both to answer.' },
  { path: '/livez', reason: 'Tells the details of this one process, which are not part of the graph.' },
  { path: '/metrics', reason: 'Prometheus text, which its registry writes.' },
  { path: '/docs', reason: 'A page of HTML: Swagger UI over the documents below.' },
  { path: '/docs/{file}', reason: 'Files of Swagger UI.' },
  { path: '/redoc', reason: 'A page of HTML: ReDoc over the documents below.' },
  { path: '/redoc/{file}', reason: 'Files of ReDoc.' },
  { path: '/openapi.json', reason: 'A compiled document: it describes the operations and so cannot be one.' },
  { path: '/openapi/{file}', reason: 'The same for one API.' },
];
