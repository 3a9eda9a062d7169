import { createHash } from 'node:crypto';
import { createContext, Script } from 'node:vm';
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OrreryError } from '../../platform/errors.ts';

type Schema = Record<string, unknown>;
type AjvClass = typeof Ajv | typeof Ajv2019 | typeof Ajv2020;

/** A schema that was compiled, or the reason why it could not be. */
type Compiled = { validate: ValidateFunction; mayBeSlow: boolean } | { fault: string };

const maxSchemaBytes = 256 * 1024;
const maxCompiled = 256;
const maxListedFaults = 50;
const timeLimitMs = 250;
const tooDeep = 'it is nested too deeply';

/** Keywords whose cost can grow far beyond the size of the schema and of the input. */
const slowKeywords = /"(?:pattern|patternProperties|\$ref|\$dynamicRef|\$recursiveRef|uniqueItems)":/;

/** Schemas in use write patterns that the unicode mode refuses; those are read in the older mode. */
const readPattern = Object.assign(
  (pattern: string, flags: string): RegExp => {
    try {
      return new RegExp(pattern, flags);
    } catch {
      return new RegExp(pattern);
    }
  },
  { code: 'new RegExp' },
);

const options: Options = { strict: false, allErrors: true, logger: false, code: { regExp: readPattern } };
const metaValidators = new Map<AjvClass, Ajv>();
/** By hash of the schema, the longest unused first. */
const compiledSchemas = new Map<string, Compiled>();

/** Checks a tool's arguments. @throws OrreryError TOOL_INPUT_INVALID listing every fault, TOOL_FAILED when the schema itself is at fault */
export function validateToolInput(schema: Schema, args: Record<string, unknown>): void {
  const compiled = compiledOf(schema);
  if ('fault' in compiled) {
    throw new OrreryError('TOOL_FAILED', `The input schema of the tool cannot be used: ${compiled.fault}.`, {
      fix: 'Correct the inputSchema of the Tool.',
    });
  }
  const { validate, mayBeSlow } = compiled;
  const isValid = mayBeSlow ? withinTime(() => validate(args)) : validate(args);
  if (isValid === true) return;
  if (isValid === undefined) {
    throw new OrreryError('TOOL_INPUT_INVALID', `The input could not be checked within ${timeLimitMs} ms.`, {
      fix: 'Send a smaller input, or simplify the patterns and references of the input schema.',
    });
  }
  const faults = [...new Set((validate.errors ?? []).map(inWords))];
  const listed = faults.slice(0, maxListedFaults);
  const more = faults.length > listed.length ? ` And ${faults.length - listed.length} more.` : '';
  throw new OrreryError('TOOL_INPUT_INVALID', `The input does not fit the tool: ${listed.join('; ')}.${more}`, {
    fix: 'Correct the named arguments and call the tool again.',
    facts: { faults: listed },
  });
}

/** Why a tool's input schema cannot be used, in words without a full stop; undefined when it can. */
export function inputSchemaFault(schema: Schema): string | undefined {
  const compiled = compiledOf(schema);
  return 'fault' in compiled ? compiled.fault : undefined;
}

function compiledOf(schema: Schema): Compiled {
  const text = textOf(schema);
  if (text === undefined) return { fault: tooDeep };
  if (text.length > maxSchemaBytes) return { fault: `it is larger than ${maxSchemaBytes / 1024} KiB` };
  const key = createHash('sha256').update(text).digest('base64');
  const compiled = compiledSchemas.get(key) ?? compile(schema, text);
  compiledSchemas.delete(key);
  compiledSchemas.set(key, compiled);
  const [oldest] = compiledSchemas.keys();
  if (compiledSchemas.size > maxCompiled && oldest !== undefined) compiledSchemas.delete(oldest);
  return compiled;
}

function compile(schema: Schema, text: string): Compiled {
  const { $schema, ...body } = schema;
  const dialect = dialectOf($schema);
  const meta = metaValidatorOf(dialect);
  try {
    const compiled = withinTime((): Compiled => {
      if (!meta.validateSchema(body)) return { fault: (meta.errors ?? []).map(inWords).join('; ') };
      // An instance of its own: an $id cannot collide with another tool's, and a reference finds nothing outside.
      const validate = new dialect({ ...options, meta: false, validateSchema: false }).compile(body);
      return { validate, mayBeSlow: slowKeywords.test(text) };
    });
    return compiled ?? { fault: `it takes longer than ${timeLimitMs} ms to read` };
  } catch (error) {
    if (isNamed(error, 'RangeError')) return { fault: tooDeep };
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function textOf(schema: Schema): string | undefined {
  try {
    return JSON.stringify(schema);
  } catch {
    return undefined;
  }
}

function dialectOf($schema: unknown): AjvClass {
  const name = typeof $schema === 'string' ? $schema : '';
  if (/draft-0[4-7]/.test(name)) return Ajv;
  return name.includes('2019-09') ? Ajv2019 : Ajv2020;
}

function metaValidatorOf(dialect: AjvClass): Ajv {
  let meta = metaValidators.get(dialect);
  if (!meta) {
    meta = new dialect(options);
    // The first use compiles the meta schema, which must not be cut short by the time limit of somebody's schema.
    meta.validateSchema({});
    metaValidators.set(dialect, meta);
  }
  return meta;
}

const sandbox: { run?: () => void } = createContext({});
const runner = new Script('run()');

/** Runs work that a hostile schema could make endless. @returns undefined when the time was over */
function withinTime<T>(work: () => T): T | undefined {
  let result: T | undefined;
  sandbox.run = () => {
    result = work();
  };
  try {
    runner.runInContext(sandbox, { timeout: timeLimitMs });
    return result;
  } catch (error) {
    if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    delete sandbox.run;
  }
}

/** Errors of the sandbox belong to another realm, where `instanceof` does not reach. */
function isNamed(error: unknown, name: string): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === name;
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function inWords(error: ErrorObject): string {
  const { keyword, instancePath: path, params, message = 'is not allowed' } = error;
  if (keyword === 'required') return `${path}/${params['missingProperty']} is missing`;
  if (keyword === 'additionalProperties')
    return `${path}/${params['additionalProperty']} is not an argument of the tool`;
  if (keyword === 'unevaluatedProperties')
    return `${path}/${params['unevaluatedProperty']} is not an argument of the tool`;
  if (keyword === 'enum')
    return `${path || 'the input'} must be one of ${params['allowedValues'].map((value: unknown) => JSON.stringify(value)).join(', ')}`;
  if (keyword === 'const') return `${path || 'the input'} must be ${JSON.stringify(params['allowedValue'])}`;
  return `${path || 'the input'} ${message}`;
}
