import path from 'node:path';
import { z } from 'zod';
import type { ExecutionSummaryQuery } from '../client/generated/graphql.ts';
import { examplesFolder } from '../composition/serve.ts';
import { type Config, parseConfig } from '../platform/config.ts';
import { OrreryError } from '../platform/errors.ts';
import { applyManifests, changeLine } from './apply-manifests.ts';
import { decideGates } from './demo/approve.ts';
import { FaceReader, faces, type StartedRun } from './demo/face.ts';
import { showFaces } from './demo/face-table.ts';
import { applyLiveModel, type LiveModel } from './demo/live-model.ts';
import { Narrator } from './demo/narrator.ts';
import { report } from './demo/report.ts';
import { refusal } from './demo/rest-site.ts';
import { showResults } from './demo/results.ts';
import { Screen } from './demo/screen.ts';
import { type DemoServer, openServer } from './demo/server.ts';
import { processTerminal, type Terminal } from './demo/terminal.ts';
import {
  ExecutionEventsDocument,
  ExecutionJournalDocument,
  ExecutionSummaryDocument,
  JournalPlaceDocument,
  ModelTokensDocument,
} from './documents.ts';
import { readManifestFiles } from './manifest-files.ts';

const message =
  'Hello! Both scarves of my order A-1042 turned out too blue for me. They are unworn and I have the receipt. Can I get my money back?';

interface Stage extends Pick<DemoServer, 'client' | 'site'> {
  screen: Screen;
  terminal: Terminal;
  /** Aborts when the person leaves or the server is lost. */
  signal: AbortSignal;
}

/** What Joch says of an execution that it has started. */
const startedExecution = z.object({
  metadata: z.object({ uid: z.string(), name: z.string(), namespace: z.string() }),
});

/**
 * Plays the quickstart example: applies it, starts its agent over Joch, tells what happens, has a person decide over
 * Swarm, shows that every face has shown the same, and reads the result on each. The process fails unless the run
 * succeeds and the faces agree. @throws OrreryError in plain words
 */
export async function demo(
  say: (line: string) => void,
  { terminal = processTerminal(), config = parseConfig() }: { terminal?: Terminal; config?: Config } = {},
): Promise<void> {
  const leaving = new AbortController();
  const leave = (): void => leaving.abort(new OrreryError('CANCELLED', 'The demo was stopped.'));
  const onLost = (reason: string): void => leaving.abort(new OrreryError('UNAVAILABLE', reason));
  process.once('SIGINT', leave).once('SIGTERM', leave);
  // Whoever reads our output, such as `head`, may leave as well.
  process.stdout.on('error', leave);
  const screen = new Screen(say, terminal);
  screen.line(screen.paint('bold', 'Orrery demo: a customer of a small shop wants their money back'));
  try {
    const server = await openServer(config, onLost);
    try {
      screen.line();
      screen.line(`  server  ${server.description}`);
      const { client, site } = server;
      if (!(await play({ client, site, screen, terminal, signal: leaving.signal }, config))) process.exitCode = 1;
    } finally {
      await server.close();
    }
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    process.stdout.off('error', leave);
  }
}

/** @returns whether the run succeeded and every face agrees */
async function play(stage: Stage, { offeredModel }: Config): Promise<boolean> {
  const { client, screen } = stage;
  const model = offeredModel && (await applyLiveModel(client, offeredModel));
  try {
    screen.line(
      offeredModel
        ? `  model   ${offeredModel.model} at ${offeredModel.baseUrl ?? offeredModel.provider}`
        : '  model   one that follows a script; set OPENAI_API_KEY or ANTHROPIC_API_KEY for a real one',
    );
    screen.section('Apply examples/quickstart');
    const manifests = readManifestFiles(path.join(examplesFolder(), 'quickstart'));
    for (const change of await applyManifests(client, manifests)) screen.line(`  ${changeLine(change)}`);
    return await show(stage, await start(stage, model));
  } finally {
    await model?.remove();
  }
}

async function start({ client, site, screen }: Stage, model: LiveModel | undefined): Promise<StartedRun> {
  const { executions } = await client.request(JournalPlaceDocument);
  const route = '/v1/namespaces/default/executions';
  const answer = await site.send('POST', route, {
    spec: {
      agentRef: { name: 'support' },
      input: { content: [{ kind: 'text', text: message }] },
      ...(model && { modelRouteOverride: { routeRef: { name: model.name } } }),
    },
  });
  if (answer.status !== 201) throw refusal(answer);
  const { uid: id, name, namespace } = startedExecution.parse(answer.json).metadata;
  screen.section('Start the agent support over Joch');
  screen.paragraph(`"${message}"`, '  ');
  screen.line(`  ${screen.paint('dim', `POST ${route}`)}  ${answer.status} ${id}`);
  screen.line();
  return { id, name, namespace, after: executions.cursor };
}

/** Follows a run on every face to its end, and shows what became of it and what each face says. */
async function show(stage: Stage, run: StartedRun): Promise<boolean> {
  const { site, signal } = stage;
  const left = new AbortController();
  const untilLeft = AbortSignal.any([signal, left.signal]);
  const readers = faces.map((face) => new FaceReader(face, face.open(site, run, untilLeft)));
  try {
    const told = await follow(stage, run);
    const summary = await conclude(stage, run);
    const isShown = await compareFaces(stage, { run, readers, told });
    if (summary.phase !== 'SUCCEEDED') return false;
    const end = told.at(-1) ?? '';
    const isRead = await showResults(summary.output, { run, readers, end, ...stage });
    return isShown && isRead;
  } finally {
    left.abort();
  }
}

/** Tells the events and the tokens of a run as they come, until it has finished. @returns the cursors of the events */
async function follow(stage: Stage, run: StartedRun): Promise<string[]> {
  const { client, screen, signal } = stage;
  const narrator = new Narrator(screen);
  const finished = new AbortController();
  const untilFinished = AbortSignal.any([signal, finished.signal]);
  const { id } = run;
  const told: string[] = [];
  const tellTokens = async (): Promise<void> => {
    for await (const { modelStream } of client.subscribe(ModelTokensDocument, { id }, { signal: untilFinished }))
      narrator.token(modelStream);
  };
  const tellEvents = async (): Promise<void> => {
    for await (const { executionEvents: event } of client.subscribe(ExecutionEventsDocument, { id }, { signal })) {
      if ('cursor' in event) told.push(event.cursor);
      narrator.event(event);
      if (event.__typename !== 'ExecutionWaiting') continue;
      await decideGates(run, stage);
      screen.line();
    }
    finished.abort();
  };
  await Promise.all([tellTokens(), tellEvents()]);
  signal.throwIfAborted();
  return told;
}

async function conclude({ client, screen }: Stage, { id }: StartedRun): Promise<Summary> {
  const { execution } = await client.request(ExecutionSummaryDocument, { id });
  if (!execution) throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
  report(execution, screen);
  return execution;
}

type Summary = NonNullable<ExecutionSummaryQuery['execution']>;

/** How long a face may be behind the others. */
const patienceMs = 5_000;

/** Compares what the faces have shown with the journal, once they had time to show all of it. */
async function compareFaces(
  { client, screen }: Stage,
  { run, readers, told }: { run: StartedRun; readers: readonly FaceReader[]; told: readonly string[] },
): Promise<boolean> {
  const { events } = await client.request(ExecutionJournalDocument, { id: run.id });
  const journal = events.edges.map(({ cursor, node }) => ({ cursor, name: node.__typename }));
  const patience = AbortSignal.timeout(patienceMs);
  await Promise.all(readers.map((reader) => reader.reach(journal.at(-1)?.cursor ?? '', patience)));
  const shown = readers.map(({ face, frames, fault }) => ({
    name: face.name,
    cursors: frames.map(({ cursor }) => cursor),
    fault,
  }));
  return showFaces(journal, [{ name: 'GraphQL', cursors: told, fault: undefined }, ...shown], screen);
}
