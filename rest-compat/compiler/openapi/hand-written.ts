import fs from 'node:fs';
import path from 'node:path';
import type { ApiName, JsonSchema } from '../../runtime/route.ts';
import type { Faults } from '../fault.ts';
import type { OpenApiDocument } from './document.ts';
import type { OpenApiOperation } from './operation.ts';

/** A route that no operation serves. */
export interface HandWritten {
  method: string;
  path: string;
}

interface HandWrittenFile {
  paths: Record<string, Record<string, OpenApiOperation>>;
  schemas?: Record<string, JsonSchema>;
}

/**
 * Adds to the document of an API what `rest-compat/apis/<api>/hand-written.json` says of the routes that no operation
 * serves. Without that file there are none.
 */
export function placeHandWritten(
  document: OpenApiDocument,
  about: { api: ApiName; root: string; handWritten: readonly HandWritten[]; faults: Faults },
): void {
  const file = `rest-compat/apis/${about.api}/hand-written.json`;
  const full = path.join(about.root, file);
  if (!fs.existsSync(full)) return;
  const { paths, schemas = {} } = JSON.parse(fs.readFileSync(full, 'utf8')) as HandWrittenFile;
  for (const [at, item] of Object.entries(paths))
    for (const [method, operation] of Object.entries(item)) {
      if (!about.handWritten.some((route) => route.path === at && route.method.toLowerCase() === method))
        about.faults.add(
          { file, line: 1 },
          `${method.toUpperCase()} ${at} is no hand-written route. Add it to rest-compat/hand-written-routes.ts, or remove it here.`,
        );
      const tags = new Set([...document.tags.map(({ name }) => name), ...operation.tags]);
      document.tags = [...tags].sort().map((name) => ({
        name,
        description: `The section ${name} of the ${document.info.title} API.`,
      }));
      document.paths[at] = { ...document.paths[at], [method]: operation };
    }
  document.paths = Object.fromEntries(Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1)));
  Object.assign(document.components.schemas, schemas);
}
