import type { Fault, PathSegment } from './fault.ts';
import type { WorkflowSpec } from './workflow.ts';

type Operation = NonNullable<WorkflowSpec['nodes'][string]['operation']>;

/** What a model can be asked to give, as operations write it. */
export const modalities = ['text', 'image', 'audio', 'video', 'embedding'] as const;
export type OperationModality = (typeof modalities)[number];

/** What carries an operation out. */
export type OperationMeaning =
  | { kind: 'agent'; name: string }
  | { kind: 'tool'; name: string }
  | { kind: 'model'; modality: OperationModality };

/**
 * What carries an operation out: its first word says it, or else its runtime. `provider.text.generate` and `text.generate`
 * are a model's, `tool.search` is the tool `search`, `agent.writer` the agent `writer`.
 * @returns why nothing does, in words that complete "<path> ..."
 */
export function operationMeaning({ name, runtime, config }: Operation): OperationMeaning | { problem: string } {
  if (runtime === 'wasm') return { problem: 'is wasm, and there is no WebAssembly runtime here' };
  const [first = '', ...rest] = name.split('.');
  const others = rest.join('.');
  if (first === 'tool' && others !== '') return { kind: 'tool', name: others };
  if (first === 'agent' && others !== '') return { kind: 'agent', name: others };
  if (runtime === 'tool') return { kind: 'tool', name };
  const word = first === 'provider' ? rest[0] : first;
  const modality = modalityOf(config['modality']) ?? modalityOf(word);
  if (modality !== undefined) return { kind: 'model', modality };
  return { problem: `says ${name}, which nothing here carries out: ${waysOut}` };
}

const waysOut = `name a tool (tool.<name>), an agent (agent.<name>) or what a model gives (${modalities.join(', ')})`;

function modalityOf(word: unknown): OperationModality | undefined {
  return modalities.find((modality) => modality === String(word).toLowerCase());
}

/** What is wrong with an operation. */
export function operationFaults(operation: Operation, path: PathSegment[]): Fault[] {
  const meaning = operationMeaning(operation);
  if ('kind' in meaning) return [];
  return [{ path: [...path, operation.runtime === 'wasm' ? 'runtime' : 'name'], problem: meaning.problem }];
}
