import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigInvalid } from '../../platform/config.ts';

/** GraphQL text by document id. */
export type TrustedDocuments = ReadonlyMap<string, string>;

const shape = z.record(z.string().min(1), z.string().min(1));

/** Reads the JSON file `{ id: text }` at `path`; no path is no documents. @throws ConfigInvalid */
export function readTrustedDocuments(path: string | undefined): TrustedDocuments {
  if (path === undefined) return new Map();
  const parsed = shape.safeParse(readJson(path));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  throw new ConfigInvalid(`ORRERY_TRUSTED_DOCUMENTS: ${path} must be a JSON object of document id to GraphQL text.`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown reason';
    throw new ConfigInvalid(`ORRERY_TRUSTED_DOCUMENTS: ${path} cannot be read as JSON (${reason}).`, { cause });
  }
}
