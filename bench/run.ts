import os from 'node:os';
import { chatProxy } from './chat-proxy.ts';
import { durableRuns } from './durable-runs.ts';
import { fanOut } from './fan-out.ts';
import { graphqlList } from './graphql-list.ts';
import { growth } from './growth.ts';
import { type Bench, isMet, type Measurement } from './measurement.ts';
import { resourcesGrowth } from './resources-growth.ts';
import { restRoutes } from './rest-routes.ts';
import { asTable, writeResults } from './results.ts';
import { start } from './start.ts';

const benches: readonly Bench[] = [
  start,
  graphqlList,
  restRoutes,
  chatProxy,
  durableRuns,
  fanOut,
  growth,
  resourcesGrowth,
];

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.filter((name) => !benches.some((bench) => bench.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `There is no bench ${unknown.join(', ')}. There are ${benches.map((bench) => bench.name).join(', ')}.`,
    );
  }
  return names.length === 0 ? benches : benches.filter((bench) => names.includes(bench.name));
}

const measurements: Measurement[] = [];
for (const bench of chosen(process.argv.slice(2))) {
  const startedAt = performance.now();
  const [loadBefore = 0] = os.loadavg();
  const report = await bench.run((line) => process.stderr.write(`  ${line}\n`));
  writeResults(bench.name, report, loadBefore);
  measurements.push(...report.measurements);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  process.stderr.write(`${bench.name}, ${seconds} s: ${report.method}\n`);
  for (const note of report.notes) process.stderr.write(`  ${note}\n`);
}
console.log(asTable(measurements));
const missed = measurements.filter((measurement) => !isMet(measurement)).length;
console.log(missed === 0 ? 'Every bar is met.' : `${missed} of ${measurements.length} bars are missed.`);
