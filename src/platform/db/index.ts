export { type Database, type DatabaseHandle, openDatabase, type Tx } from './database.ts';
export { plainDecimal } from './decimal.ts';
export { jsonb, jsonbOrNull, jsonText } from './json.ts';
export { migrate } from './migrate.ts';
export {
  encodeKey,
  isAfterName,
  type Keyset,
  keyset,
  maxPageSize,
  type NamePlace,
  nextNameOf,
  type Page,
  type PageRequest,
  readNamePlace,
  toPage,
} from './page.ts';
