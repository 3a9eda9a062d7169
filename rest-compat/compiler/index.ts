import fs from 'node:fs';
import path from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { ApiName, Route, RouteTable } from '../runtime/route.ts';
import { compileRoutes } from './compile.ts';
import { coverageText, documentedFile, readDocumented, refuseLoss, refuseWrongBeyond } from './coverage.ts';
import { readExamples } from './example-file.ts';
import { FacadeFaults, type Faults } from './fault.ts';
import { jsonText } from './json-text.ts';
import { type Lock, lockOf, refuseBreaks } from './lock.ts';
import { apiDocument, apisOf, mergedDocument } from './openapi/document.ts';
import { placeExamples } from './openapi/examples.ts';
import { type HandWritten, placeHandWritten } from './openapi/hand-written.ts';
import { lineOf, readSources } from './source.ts';
import { bindingsText } from './typed-bindings.ts';

export { FacadeFaults };

export interface FacadeInput {
  schema: GraphQLSchema;
  conventions: Partial<Record<ApiName, Convention>>;
  /** The project's folder. */
  root: string;
  /** The actions that every role may do; none unless said. */
  openActions?: ReadonlySet<string>;
  /** Whether a break of what was locked before is meant. */
  isBreakAccepted: boolean;
  /** What is served without an operation. */
  handWritten?: readonly HandWritten[];
}

const folder = 'rest-compat/generated';
const lockFile = `${folder}/routes.lock.json`;

/**
 * Compiles the operation documents under `rest-compat` into `rest-compat/generated`. Gives a text that counts the
 * documented routes that are served.
 * @throws FacadeFaults with file, line and mend of everything that is wrong; nothing is written then.
 */
export function compileFacade(input: FacadeInput): string {
  const { root } = input;
  const directives = fs.readFileSync(path.join(root, 'rest-compat/directives.graphql'), 'utf8');
  const { routes, faults } = compileRoutes({
    ...input,
    directives,
    sources: readSources(root),
    lineOf: (file, name) => lineOf(root, file, name),
  });
  const documented = readDocumented(fs.readFileSync(path.join(root, documentedFile), 'utf8'));
  const lock = lockOf(routes);
  const before = readLock(root);
  const served = { routes, handWritten: input.handWritten ?? [] };
  refuseWrongBeyond(documented, { routes, faults });
  // A route that does not compile is not gone: its own fault is told instead.
  if (faults.all.length === 0) {
    refuseLoss(documented, before, { served, faults });
    if (!input.isBreakAccepted) refuseBreaks(before, lock, { routes, faults });
  }
  const written = documents(routes, input, faults);
  if (faults.all.length > 0) throw new FacadeFaults(faults.all);
  const table: RouteTable = { routes };
  write(root, { 'routes.json': jsonText(table), 'routes.lock.json': jsonText(lock), ...written });
  return coverageText(documented, served);
}

function readLock(root: string): Lock {
  const file = path.join(root, lockFile);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Lock) : {};
}

/** OpenAPI with its examples, and TypeScript, of the routes. */
function documents(routes: readonly Route[], input: FacadeInput, faults: Faults): Record<string, string> {
  const { schema, conventions, root, handWritten = [] } = input;
  const perApi = apisOf(routes).flatMap((api) => {
    const convention = conventions[api];
    const own = routes.filter((route) => route.api === api);
    if (!convention) return [];
    const document = apiDocument(own, convention, schema);
    placeHandWritten(document, { api, root, handWritten, faults });
    placeExamples(document, own, { source: readExamples(root, api, faults), faults });
    return [[api, document] as const];
  });
  const files = perApi.map(([api, document]) => [`openapi/${api}.json`, jsonText(document)]);
  return {
    ...Object.fromEntries(files),
    'openapi/orrery.json': jsonText(mergedDocument(perApi.map(([, document]) => document))),
    'bindings.ts': bindingsText(routes, { schema, conventions }),
  };
}

function write(root: string, files: Record<string, string>): void {
  fs.rmSync(path.join(root, folder), { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}
