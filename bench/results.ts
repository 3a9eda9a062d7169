import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from './children.ts';
import { isMet, type Measurement, type Report, ratioOf } from './measurement.ts';

const folder = path.join(projectRoot, 'bench/results');
const header = ['what', 'ours', 'peer or limit', 'ratio', 'bar', ''];

interface StoredReport extends Report {
  name: string;
  at: string;
  /** Load average of the machine before the measurement. */
  loadBefore: number;
  machine: { cores: number; cpu: string; memoryGb: number; node: string; platform: string };
}

/** The measurements as a table for a terminal. */
export function asTable(measurements: readonly Measurement[]): string {
  const rows = [header, ...measurements.map(cells)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Writes a report to `bench/results/<name>.json` and renews the summary of all reports there. `loadBefore` is the load
 * average of the machine before the measurement: what else was running.
 */
export function writeResults(name: string, report: Report, loadBefore: number): void {
  fs.mkdirSync(folder, { recursive: true });
  const stored: StoredReport = { name, at: new Date().toISOString(), machine: machine(), loadBefore, ...report };
  fs.writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify(stored, null, 2)}\n`);
  fs.writeFileSync(path.join(folder, 'README.md'), summary(readAll()));
}

function machine(): StoredReport['machine'] {
  return {
    cores: os.availableParallelism(),
    cpu: os.cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    platform: `${os.platform()} ${os.arch()}`,
  };
}

function readAll(): StoredReport[] {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as StoredReport);
}

function summary(reports: readonly StoredReport[]): string {
  const all = reports.flatMap((report) => report.measurements);
  const table = [header, header.map(() => '---'), ...all.map(cells)].map((row) => `| ${row.join(' | ')} |`);
  return [
    '# Results of `npm run bench`',
    '',
    'Ours and its peer run side by side on one machine; the ratios hold, the absolute numbers do not travel.',
    '',
    ...table,
    '',
    ...reports.flatMap(section),
  ].join('\n');
}

function section({ name, at, machine: on, loadBefore, method, notes }: StoredReport): string[] {
  const where = `${at.slice(0, 16).replace('T', ' ')} UTC, ${on.cores} cores (${on.cpu}), ${on.memoryGb} GB, Node ${on.node}, ${on.platform}, load before the run ${loadBefore.toFixed(1)}`;
  return [`## ${name}`, '', where, '', method, '', ...notes.map((note) => `- ${note}`), ''];
}

function cells(measurement: Measurement): string[] {
  const { what, unit, ours, against, bar } = measurement;
  return [
    what,
    `${plain(ours)} ${unit}`,
    `${against.name}: ${plain(against.value)} ${unit}`,
    ratioOf(measurement).toFixed(2),
    `${bar.is} ${bar.ratio}`,
    isMet(measurement) ? 'met' : 'MISSED',
  ];
}

function plain(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits });
}
