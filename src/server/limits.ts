/** What one request may ask for. Counts are of the whole document unless said; sizes are bytes. */
export interface Limits {
  /** How deep fields may stand in each other. */
  depth: number;
  /** How many fields an operation may select, fragments expanded. */
  breadth: number;
  /** Weighted fields, list multipliers included. */
  complexity: number;
  aliases: number;
  /** How many fields may stand at the root of an operation. */
  rootFields: number;
  directives: number;
  tokens: number;
  bodyBytes: number;
  /** How many operations one HTTP request may carry. */
  batch: number;
  /** How many operations one WebSocket may have open. */
  operationsPerSocket: number;
  /** How much may wait for a slow reader of a stream before it is cut. */
  bufferedBytes: number;
}

/** The limits that are in force unless the caller of `createServer` says otherwise. */
export const defaultLimits: Limits = {
  depth: 12,
  breadth: 400,
  complexity: 50_000,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  tokens: 5_000,
  bodyBytes: 1024 * 1024,
  batch: 10,
  operationsPerSocket: 100,
  bufferedBytes: 1024 * 1024,
};
