import fs from 'node:fs';
import path from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { ApiName, RouteTable } from '../runtime/route.ts';
import { compileRoutes } from './compile.ts';
import { FacadeFaults } from './fault.ts';
import { jsonText } from './json-text.ts';
import { readSources } from './source.ts';

export interface FacadeInput {
  schema: GraphQLSchema;
  conventions: Partial<Record<ApiName, Convention>>;
  /** The project's folder. */
  root: string;
}

/**
 * Compiles the operation documents under `rest-compat` into `rest-compat/generated`.
 * @throws FacadeFaults with file, line and mend of everything that is wrong; nothing is written then.
 */
export function compileFacade({ schema, conventions, root }: FacadeInput): void {
  const directives = fs.readFileSync(path.join(root, 'rest-compat/directives.graphql'), 'utf8');
  const { routes, faults } = compileRoutes({ schema, conventions, directives, sources: readSources(root) });
  if (faults.all.length > 0) throw new FacadeFaults(faults.all);
  const folder = path.join(root, 'rest-compat/generated');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const table: RouteTable = { routes };
  fs.writeFileSync(path.join(folder, 'routes.json'), jsonText(table));
}
