import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SiteRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real web site on 127.0.0.1. */
export interface Site {
  url: string;
  port: number;
  requests: SiteRequest[];
  /** How many connections were ever opened to it. */
  connections(): number;
  /** How many of them are closed again. */
  closed(): number;
  close(): Promise<void>;
}

export async function startSite(serve: (request: IncomingMessage, response: ServerResponse) => void): Promise<Site> {
  const requests: SiteRequest[] = [];
  let connections = 0;
  let closed = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
    serve(request, response);
  });
  server.on('connection', (socket) => {
    connections++;
    socket.once('close', () => closed++);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    port,
    requests,
    connections: () => connections,
    closed: () => closed,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
