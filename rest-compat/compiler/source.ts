import fs from 'node:fs';
import path from 'node:path';
import { type ApiName, apiNames } from '../runtime/route.ts';
import { compare } from './fault.ts';

/** One file of GraphQL. */
export interface SourceFile {
  /** From the project's root, with slashes. */
  file: string;
  text: string;
  /** Null for fragments that all APIs share. */
  api: ApiName | null;
  kind: 'operation' | 'fragment';
}

function graphqlFiles(root: string, folder: string): { file: string; text: string }[] {
  const full = path.join(root, folder);
  if (!fs.existsSync(full)) return [];
  return fs
    .readdirSync(full, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .sort(compare)
    .map((file) => ({ file, text: fs.readFileSync(path.join(root, file), 'utf8') }));
}

/** The operations and fragments under `rest-compat`, in a fixed order. An API without a folder has none. */
export function readSources(root: string): SourceFile[] {
  const shared = graphqlFiles(root, 'rest-compat/fragments').map((found) => ({ ...found, api: null }));
  const ofApi = (api: ApiName, folder: string) =>
    graphqlFiles(root, `rest-compat/apis/${api}/${folder}`).map((found) => ({ ...found, api }));
  const fragments = [...shared, ...apiNames.flatMap((api) => ofApi(api, 'fragments'))];
  const operations = apiNames.flatMap((api) => ofApi(api, 'operations'));
  return [
    ...fragments.map((found) => ({ ...found, kind: 'fragment' as const })),
    ...operations.map((found) => ({ ...found, kind: 'operation' as const })),
  ];
}

/** The line of a file on which a name stands first; the first one when it does not. */
export function lineOf(root: string, file: string, name: string): number {
  const full = path.join(root, file);
  const lines = fs.existsSync(full) ? fs.readFileSync(full, 'utf8').split('\n') : [];
  return Math.max(lines.findIndex((line) => line.trimStart().startsWith(`${name}:`)) + 1, 1);
}
