import type { FaceReader, StartedRun } from './face.ts';
import type { RestSite } from './rest-site.ts';
import type { Screen } from './screen.ts';
import { oneLine, textOf, valueAt } from './words.ts';

/** The result of a run as a face gives it. */
interface Reading {
  face: string;
  where: string;
  text: string | undefined;
}

/**
 * Reads the result on every face; `end` is the place of the event that ends the run.
 * @returns whether each gives the one that is expected
 */
export async function showResults(
  expected: unknown,
  at: { run: StartedRun; readers: readonly FaceReader[]; end: string; site: RestSite; screen: Screen },
): Promise<boolean> {
  const { run, readers, end, site, screen } = at;
  screen.section('Its result, read on every face');
  const readings = [
    { face: 'GraphQL', where: 'execution { output }', text: textOf(expected) },
    await jochReading(site, run),
    ...(await swarmReadings(site, run)),
    ...readers.flatMap((reader) => streamReading(reader, end)),
  ];
  let isSame = true;
  for (const { face, where, text } of readings) {
    const agrees = text === textOf(expected);
    isSame &&= agrees;
    const mark = agrees ? screen.paint('green', '✓') : screen.paint('red', '✗');
    const told = agrees ? screen.paint('dim', where) : `${where}: ${text ?? 'nothing'}`;
    screen.line(oneLine(`  ${mark} ${face.padEnd(9)}  ${told}`, screen.columns));
  }
  return isSame;
}

async function jochReading(site: RestSite, { namespace, name }: StartedRun): Promise<Reading> {
  const { json } = await site.send('GET', `/v1/namespaces/${namespace}/executions/${name}`);
  const where = `status.output of GET /v1/namespaces/${namespace}/executions/{name}`;
  return { face: 'Joch', where, text: textOf(valueAt(json, 'status.output')) };
}

/** Swarm shows a run at its gates: one that asked nobody is at none. */
async function swarmReadings(site: RestSite, { id }: StartedRun): Promise<Reading[]> {
  const { json } = await site.send('GET', `/api/v1/approvals?run_id=${id}`);
  const gates: unknown[] = Array.isArray(json) ? json : [json];
  const where = 'run.output of GET /api/v1/approvals?run_id={id}';
  return gates.map((gate) => ({ face: 'Swarm', where, text: textOf(valueAt(gate, 'run.output')) }));
}

/** The frame that ends the run holds its result. */
function streamReading({ face, frames }: FaceReader, end: string): Reading[] {
  const { name, path, result } = face;
  if (!result) return [];
  const last = frames.find(({ cursor }) => cursor === end)?.json;
  const word = textOf(valueAt(last, result.word)) ?? 'an end that is missing';
  return [{ face: name, where: `${result.in} of ${word}, ${path}`, text: textOf(valueAt(last, result.in)) }];
}
