import { z } from 'zod';
import {
  durationMs,
  durationText,
  isolationModes,
  jitters,
  optionalText,
  printDuration,
  secretRefText,
  someText,
  type ToolSpec,
  textMap,
  unlessEmpty,
  wordOf,
} from '../../kinds/index.ts';
import { someIn, someOf } from '../spoke.ts';
import { countOrDefault, orlojFields, sizeOrDefault, someSecretRef } from './fields.ts';

const environmentEntry = orlojFields({
  name: someText,
  secretRef: someSecretRef,
  key: optionalText,
});

export const cli = orlojFields({
  command: unlessEmpty(someText),
  args: z.array(z.string()).optional(),
  image: optionalText,
  image_pull_secret: optionalText,
  network: optionalText,
  stdin_from_input: z.boolean().optional(),
  output: wordOf(['stdout', 'stderr', 'both']),
  working_dir: optionalText,
  env: textMap,
  env_from: z.array(environmentEntry).optional(),
});

export const wasm = orlojFields({
  module: unlessEmpty(someText),
  entrypoint: optionalText,
  max_memory_bytes: sizeOrDefault,
  fuel: sizeOrDefault,
  enable_wasi: z.boolean().optional(),
  image_pull_secret: optionalText,
});

const retry = orlojFields({
  max_attempts: countOrDefault,
  backoff: durationText,
  max_backoff: durationText,
  jitter: wordOf(jitters),
});

export const runtime = orlojFields({
  timeout: durationText,
  isolation_mode: wordOf(isolationModes),
  retry: retry.prefault({}),
});

export function runtimeToHub({ timeout, isolation_mode: isolation, retry: given }: z.infer<typeof runtime>): object {
  return {
    timeoutMs: durationMs(timeout),
    isolation,
    retry: {
      maxAttempts: given.max_attempts,
      backoffMs: durationMs(given.backoff),
      maxBackoffMs: durationMs(given.max_backoff),
      jitter: given.jitter,
    },
  };
}

export function runtimeFromHub({ timeoutMs, isolation, retry: given }: ToolSpec['runtime']): object {
  return {
    timeout: printDuration(timeoutMs),
    isolation_mode: isolation,
    retry: {
      max_attempts: given.maxAttempts,
      backoff: printDuration(given.backoffMs),
      max_backoff: printDuration(given.maxBackoffMs),
      jitter: given.jitter,
    },
  };
}

export function cliToHub(given: z.infer<typeof cli>): object | undefined {
  if (given.command === undefined) return undefined;
  return {
    command: given.command,
    args: given.args,
    image: given.image,
    imagePullSecret: given.image_pull_secret,
    network: given.network,
    stdinFromInput: given.stdin_from_input,
    output: given.output,
    workingDir: given.working_dir,
    env: given.env,
    envFrom: given.env_from?.map(({ name, secretRef, key }) => ({
      name,
      secret: key === undefined ? secretRef : `${secretRef}:${key}`,
    })),
  };
}

export function cliFromHub(given: ToolSpec['cli']): object {
  if (given === undefined) return {};
  return {
    command: given.command,
    args: someOf(given.args),
    image: given.image,
    image_pull_secret: given.imagePullSecret,
    network: given.network,
    stdin_from_input: given.stdinFromInput || undefined,
    output: given.output,
    working_dir: given.workingDir,
    env: someIn(given.env),
    env_from: someOf(
      given.envFrom.map(({ name, secret: { key, ...ref } }) => ({ name, secretRef: secretRefText(ref), key })),
    ),
  };
}

export function wasmToHub(given: z.infer<typeof wasm>): object | undefined {
  if (given.module === undefined) return undefined;
  return {
    module: given.module,
    entrypoint: given.entrypoint,
    maxMemoryBytes: given.max_memory_bytes,
    fuel: given.fuel,
    enableWasi: given.enable_wasi,
    imagePullSecret: given.image_pull_secret,
  };
}

export function wasmFromHub(given: ToolSpec['wasm']): object {
  if (given === undefined) return {};
  return {
    module: given.module,
    entrypoint: given.entrypoint,
    max_memory_bytes: given.maxMemoryBytes,
    fuel: given.fuel,
    enable_wasi: given.enableWasi || undefined,
    image_pull_secret: given.imagePullSecret,
  };
}
