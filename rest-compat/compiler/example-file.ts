import fs from 'node:fs';
import path from 'node:path';
import type { ApiName } from '../runtime/route.ts';
import type { Faults } from './fault.ts';

/** One request to a route, and what the platform answered to it. */
export interface RouteExample {
  /** Values of the placeholders of the path. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  /** The body that was sent. */
  request?: unknown;
  /** The body of the answer. */
  response?: unknown;
}

/** The examples of an API by operation, with the file that they stand in. */
export interface ExampleFile {
  api: ApiName;
  /** From the project's root. */
  file: string;
  lines: readonly string[];
  examples: Record<string, RouteExample>;
  /** The body of a failure of the API for each status, JSON or text. */
  errors: Record<string, unknown>;
}

/** Reads `rest-compat/apis/<api>/examples.json`; an API without that file has no examples. */
export function readExamples(root: string, api: ApiName, faults: Faults): ExampleFile {
  const file = `rest-compat/apis/${api}/examples.json`;
  const full = path.join(root, file);
  const text = fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : '{}';
  const lines = text.split('\n');
  try {
    const { errors = {}, ...examples } = JSON.parse(text) as Record<string, RouteExample>;
    return { api, file, lines, examples, errors: errors as Record<string, unknown> };
  } catch (error) {
    faults.add({ file, line: 1 }, `This is no JSON: ${(error as Error).message}. Record the examples again.`);
    return { api, file, lines, examples: {}, errors: {} };
  }
}
