// Builds when there is no build, or when a source is newer than it: after `npm ci --ignore-scripts`, or after an edit.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const stamp = path.join(root, 'dist/.tsbuildinfo');
const builtAt = fs.existsSync(stamp) ? fs.statSync(stamp).mtimeMs : 0;
const sources = [
  'src',
  'rest-compat',
  'schema',
  'resolvers',
  'bench',
  'test/support',
  'examples',
  'prisma/schema.prisma',
];

// What a bench writes and installs is not built.
const outputs = new Set(['results', 'node_modules']);

function isNewer(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return false;
  if (!stat.isDirectory()) return stat.mtimeMs > builtAt;
  return fs.readdirSync(file).some((name) => !outputs.has(name) && isNewer(path.join(file, name)));
}

if (sources.some((source) => isNewer(path.join(root, source)))) {
  execFileSync('npm', ['run', '--silent', 'prepare'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  fs.utimesSync(stamp, new Date(), new Date());
}
