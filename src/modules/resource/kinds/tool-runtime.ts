import { z } from 'zod';
import { milliseconds, optionalText, someText, strictFields, textMap, wholeNumber } from './fields.ts';
import { secretRefField } from './ref.ts';

/** What stands between a tool and the machine. */
export const isolationModes = ['none', 'sandboxed', 'container', 'wasm'] as const;
/** How the wait between two tries is spread. */
export const jitters = ['none', 'full', 'equal'] as const;

/** A program to run, in a container unless the isolation is none. */
export const cli = strictFields({
  command: someText,
  args: z.array(z.string()).default([]),
  image: optionalText,
  imagePullSecret: optionalText,
  network: z.string().default('bridge'),
  stdinFromInput: z.boolean().default(false),
  output: z.enum(['stdout', 'stderr', 'both']).default('stdout'),
  workingDir: optionalText,
  env: textMap,
  envFrom: z.array(strictFields({ name: someText, secret: secretRefField })).default([]),
});

/** A WebAssembly module to run, and what it may use. */
export const wasm = strictFields({
  module: someText,
  entrypoint: z.string().default('run'),
  maxMemoryBytes: z.int().min(1).default(67_108_864),
  fuel: z.int().min(1).default(1_000_000),
  enableWasi: z.boolean().default(false),
  imagePullSecret: optionalText,
});

const retry = strictFields({
  maxAttempts: wholeNumber.min(1).default(1),
  backoffMs: milliseconds.default(0),
  maxBackoffMs: milliseconds.default(30_000),
  jitter: z.enum(jitters).default('none'),
});

/** How long, how isolated and how often a call is tried. */
export const runtime = strictFields({
  timeoutMs: milliseconds.default(30_000),
  isolation: z.enum(isolationModes).optional(),
  retry: retry.prefault({}),
});
