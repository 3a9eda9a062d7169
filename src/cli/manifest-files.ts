import fs from 'node:fs';
import path from 'node:path';
import { OrreryError } from '../platform/errors.ts';

/** Manifests of one or several files as one text, and where in it each file begins. */
export interface ManifestText {
  text: string;
  files: { name: string; firstLine: number }[];
}

/**
 * Reads a file, a folder (its YAML and JSON files by name) or standard input (`-`). `${EXAMPLE_DIR}` in them stands for
 * the folder that they lie in.
 * @throws OrreryError INPUT_INVALID when nothing can be read there
 */
export function readManifestFiles(target: string): ManifestText {
  if (target === '-') return { text: fs.readFileSync(0, 'utf8'), files: [{ name: 'standard input', firstLine: 1 }] };
  const files = filesAt(target);
  let firstLine = 1;
  const parts = files.map((file) => {
    const text = readText(file).replaceAll('$' + '{EXAMPLE_DIR}', path.resolve(path.dirname(file)));
    const part = { name: file, firstLine, text };
    // The line that separates it from the next file counts as well.
    firstLine += text.split('\n').length + 1;
    return part;
  });
  return {
    text: parts.map(({ text }) => text).join('\n---\n'),
    files: parts.map(({ name, firstLine: line }) => ({ name, firstLine: line })),
  };
}

function filesAt(target: string): string[] {
  const stat = fs.statSync(target, { throwIfNoEntry: false });
  if (!stat) throw unreadable(`There is no file or folder ${target}.`);
  if (!stat.isDirectory()) return [target];
  const names = fs.readdirSync(target).filter((name) => /\.(ya?ml|json)$/.test(name));
  if (names.length === 0) throw unreadable(`The folder ${target} has no YAML or JSON files.`);
  return names.sort().map((name) => path.join(target, name));
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(`The file ${file} cannot be read.`, cause);
  }
}

function unreadable(message: string, cause?: unknown): OrreryError {
  return new OrreryError('INPUT_INVALID', message, { fix: 'Name a file or a folder of manifests with -f.', cause });
}

/** A fault in the whole text, `Document 4, line 17: ...`, with the file and the line in it where that is known. */
export function locateFault({ files }: ManifestText, fault: string): string {
  const [, document, line, problem] = /^Document (\d+), line (\d+): (.*)$/s.exec(fault) ?? [];
  const file = files.findLast(({ firstLine }) => firstLine <= Number(line));
  if (!file || line === undefined) return fault;
  const place = `${file.name}, line ${Number(line) - file.firstLine + 1}`;
  return files.length === 1 ? `${place} (document ${document}): ${problem}` : `${place}: ${problem}`;
}
