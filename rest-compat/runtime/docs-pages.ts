import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Exchange } from '../../src/server/index.ts';
import type { Convention } from './convention.ts';
import { redocPage, redocScript, swaggerPage, swaggerScript } from './docs-html.ts';
import { sendReply } from './reply.ts';

/** What the pages show, and where from. */
export interface DocsDeps {
  conventions: readonly Convention[];
  /** Folder with `<api>.json` for each API, and `orrery.json` of all of them. */
  documents: string;
  /** Called with what nobody planned. */
  onError(error: unknown, requestId: string): void;
}

interface Page {
  type: string;
  read(exchange: Exchange): Promise<string | Buffer>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
};

/**
 * Scripts, styles and documents come from this server only. Both pages write styles into themselves, and ReDoc searches
 * in a worker that it makes of its own text.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the documentation: two pages, their files and the OpenAPI documents. Nothing is read before it is asked for. */
export class DocsPages {
  readonly #deps: DocsDeps;
  readonly #pages = new Map<string, Page>();

  constructor(deps: DocsDeps) {
    this.#deps = deps;
    const { conventions } = deps;
    this.#text('/docs', '.html', () => swaggerPage);
    this.#text('/docs/init.js', '.js', ({ listener }) => swaggerScript(conventions, listener));
    for (const file of [
      'swagger-ui.css',
      'swagger-ui-bundle.js',
      'swagger-ui-standalone-preset.js',
      'favicon-32x32.png',
    ])
      this.#file(`/docs/${file}`, () => swaggerFile(file));
    this.#text('/redoc', '.html', () => redocPage);
    this.#text('/redoc/init.js', '.js', ({ listener }) => redocScript(conventions, listener));
    this.#pages.set('/redoc/redoc.standalone.js', { type: types['.js'] ?? '', read: readRedoc });
    this.#file('/openapi.json', ({ listener }) => this.#document(listener));
    // On an API's own port /openapi.json is that of the API.
    this.#file('/openapi/orrery.json', () => this.#document(null));
    for (const { api } of conventions) this.#file(`/openapi/${api}.json`, () => this.#document(api));
  }

  /** Takes a request for a page, or returns false. */
  take(exchange: Exchange): boolean {
    const at = exchange.path.replace(/(?<=.)\/$/, '');
    const page = this.#pages.get(at);
    if (!page || (exchange.method !== 'GET' && exchange.method !== 'HEAD')) return false;
    exchange.route = at;
    void this.#serve(exchange, page);
    return true;
  }

  async #serve(exchange: Exchange, page: Page): Promise<void> {
    const headers = { 'content-type': page.type, 'cache-control': 'no-cache', 'content-security-policy': policy };
    try {
      sendReply(exchange, { status: 200, headers, body: await page.read(exchange) });
    } catch (error) {
      this.#deps.onError(error, exchange.requestId);
      const body = 'This page cannot be shown: a file of the installation is missing.\n';
      sendReply(exchange, { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body });
    }
  }

  #text(at: string, extension: string, read: (exchange: Exchange) => string): void {
    this.#pages.set(at, { type: types[extension] ?? '', read: async (exchange) => read(exchange) });
  }

  #file(at: string, find: (exchange: Exchange) => string): void {
    this.#pages.set(at, { type: types[path.extname(at)] ?? '', read: (exchange) => readFile(find(exchange)) });
  }

  #document(api: string | null): string {
    return path.join(this.#deps.documents, `${api ?? 'orrery'}.json`);
  }
}

const require = createRequire(import.meta.url);

/** A file of Swagger UI; found when asked for, because a start serves no page. */
function swaggerFile(name: string): string {
  return path.join(path.dirname(require.resolve('swagger-ui-dist/package.json')), name);
}

/** ReDoc signs its pages with an image of another host; the one of this server stands in for it. */
async function readRedoc(): Promise<string> {
  const file = path.join(path.dirname(require.resolve('redoc/package.json')), 'bundles/redoc.standalone.js');
  return (await readFile(file, 'utf8')).replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w/.-]+/g, '/docs/favicon-32x32.png');
}
