import { isEnumType } from 'graphql';
import type { Convention } from '../runtime/convention.ts';
import type { CompileInput } from './compile.ts';
import type { Faults } from './fault.ts';

/** Refuses an API without a convention, and words that miss a value of their enum or know one that it has not. */
export function refuseConventions(input: CompileInput, faults: Faults): void {
  const bare = input.sources.find(({ api, kind }) => api && kind === 'operation' && !input.conventions[api]);
  if (bare)
    faults.add(
      { file: bare.file, line: 1 },
      `The API ${bare.api} has operations and no convention. Add rest-compat/apis/${bare.api}/convention.ts and name it in rest-compat/apis/index.ts.`,
    );
  for (const convention of Object.values(input.conventions)) refuseWords(convention, input, faults);
}

function refuseWords(convention: Convention, { schema, lineOf }: CompileInput, faults: Faults): void {
  const file = `rest-compat/apis/${convention.api}/convention.ts`;
  const placeOf = (name: string) => ({ file, line: lineOf?.(file, name) ?? 1 });
  for (const [name, record] of Object.entries(convention.words)) {
    const type = schema.getType(name);
    if (!isEnumType(type)) continue;
    const values = type.getValues().map((value) => value.name);
    const missed = values.filter((value) => !(value in record));
    if (missed.length > 0) faults.add(placeOf(name), `The words ${name} have none for ${missed.join(', ')}. Add them.`);
    const unknown = Object.keys(record).filter((value) => !values.includes(value));
    if (unknown.length > 0)
      faults.add(placeOf(name), `The words ${name} have ${unknown.join(', ')}, which the enum has not. Remove them.`);
  }
  for (const [name, record] of Object.entries(convention.aliases ?? {})) {
    const type = schema.getType(name);
    const values = isEnumType(type) ? type.getValues().map((value) => value.name) : Object.values(record);
    const unknown = Object.values(record).filter((value) => !values.includes(value));
    if (unknown.length > 0)
      faults.add(
        placeOf(name),
        `The aliases ${name} stand for ${unknown.join(', ')}, which the enum has not. Mend them.`,
      );
  }
}
