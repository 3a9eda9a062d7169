import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/platform/errors.ts';

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : sources(file);
    return file.endsWith('.ts') && !file.endsWith('platform/errors.ts') ? [fs.readFileSync(file, 'utf8')] : [];
  });
}

test('every row of the error catalogue is thrown somewhere', () => {
  const text = ['src', 'schema', 'resolvers'].flatMap(sources).join('\n');
  const unused = Object.keys(catalogue).filter((code) => !text.includes(`'${code}'`));
  expect(unused).toEqual([]);
});
