import type { Harness } from '../harness.ts';

/** A request to a route, and what it gives. */
export interface Example {
  /** Status of the answer. */
  status: number;
  /** What each placeholder of the path stands for. */
  path?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  /** JSON unless it is text. */
  body?: unknown;
  /** Who asks; the admin when absent, nobody when null. */
  token?: string | null;
  /** What the body must look like besides its schema; throws when it does not. */
  check?(body: never): void;
}

/** Makes an example on a platform: what it needs is made first. */
export type MakeExample = (world: World) => Promise<Example>;

/** What examples are made of. */
export interface World {
  h: Harness;
  /** A name that nothing has yet. */
  fresh(prefix: string): string;
  /** A run that waits for a person: its id and name, its approval and the call that waits. */
  waitingRun(): Promise<{ id: string; name: string; approvalId: string; approvalName: string; toolCallId: string }>;
  /** A run that has ended. */
  finishedRun(): Promise<{ id: string; name: string }>;
  /** Makes a task of this name whose run, of two agents that write one after the other, has ended. */
  finishedTask(name: string): Promise<void>;
}

/** The examples of an API by route id: at least one that succeeds, and one for each 409. */
export type Examples = Record<string, { success: MakeExample; conflict?: MakeExample }>;
