import { fitsInput, type WorkflowSpec } from '../modules/resource/index.ts';
import { OrreryError } from '../platform/errors.ts';
import { inputDefaults } from './workflow-graph.ts';

/**
 * What a run of a workflow begins with: what it was given, and the defaults of what it was not. A workflow that declares
 * nothing takes any JSON. @throws OrreryError INPUT_INVALID with every fault
 */
export function workflowInput(spec: Pick<WorkflowSpec, 'inputs' | 'moreInputs'>, given: unknown): unknown {
  const declared = Object.entries(spec.inputs);
  if (declared.length === 0) return given;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    if (spec.moreInputs) return given;
    throw invalid([`input must be an object with ${declared.map(([name]) => name).join(', ')}`]);
  }
  const faults = [
    ...declared.flatMap((entry) => faultsOf(entry, given)),
    ...(spec.moreInputs ? [] : strangers(spec, given)),
  ];
  if (faults.length > 0) throw invalid(faults);
  const said = Object.entries(given).filter(([, value]) => value !== null);
  return { ...inputDefaults(spec.inputs), ...Object.fromEntries(said) };
}

function faultsOf([name, input]: [string, WorkflowSpec['inputs'][string]], given: object): string[] {
  const value: unknown = Object.hasOwn(given, name) ? given[name as keyof object] : null;
  if (value === null || value === undefined)
    return input.required && input.default === undefined ? [`input.${name} is required`] : [];
  return fitsInput(value, input.type) ? [] : [`input.${name} must be of the type ${input.type}`];
}

function strangers({ inputs }: Pick<WorkflowSpec, 'inputs'>, given: object): string[] {
  const names = Object.keys(inputs).join(', ');
  return Object.keys(given)
    .filter((name) => !Object.hasOwn(inputs, name))
    .map((name) => `input.${name} is not declared; there are ${names}`);
}

function invalid(faults: string[]): OrreryError {
  return new OrreryError('INPUT_INVALID', `${faults.join('; ')}.`, { facts: { faults } });
}
