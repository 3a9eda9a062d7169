import path from 'node:path';
import type { OrreryClient } from '../client/index.ts';
import { examplesFolder } from '../composition/serve.ts';
import { type Config, parseConfig } from '../platform/config.ts';
import { OrreryError } from '../platform/errors.ts';
import { applyManifests, changeLine } from './apply-manifests.ts';
import { decideQuestion } from './demo/approve.ts';
import { applyLiveModel, type LiveModel } from './demo/live-model.ts';
import { Narrator } from './demo/narrator.ts';
import { report } from './demo/report.ts';
import { Screen } from './demo/screen.ts';
import { openServer } from './demo/server.ts';
import { processTerminal, type Terminal } from './demo/terminal.ts';
import {
  ExecutionEventsDocument,
  ExecutionSummaryDocument,
  ModelTokensDocument,
  StartExecutionDocument,
} from './documents.ts';
import { readManifestFiles } from './manifest-files.ts';

const message =
  'Hello! Both scarves of my order A-1042 turned out too blue for me. They are unworn and I have the receipt. Can I get my money back?';

interface Stage {
  client: OrreryClient;
  screen: Screen;
  terminal: Terminal;
  /** Aborts when the person leaves or the server is lost. */
  signal: AbortSignal;
}

/**
 * Plays the quickstart example: applies it, starts its agent, tells what happens, has a person decide, shows the result.
 * The process fails unless the run succeeds. @throws OrreryError in plain words
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
      const stage = { client: server.client, screen, terminal, signal: leaving.signal };
      if ((await play(stage, config)) !== 'SUCCEEDED') process.exitCode = 1;
    } finally {
      await server.close();
    }
  } finally {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    process.stdout.off('error', leave);
  }
}

/** @returns the phase in which the run ended */
async function play(stage: Stage, { offeredModel }: Config): Promise<string> {
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
    const run = await start(stage, model);
    await follow(stage, run);
    return await conclude(stage, run.id);
  } finally {
    await model?.remove();
  }
}

async function start({ client, screen }: Stage, model: LiveModel | undefined) {
  const input = { agent: { name: 'support' }, input: message, ...(model && { model: { name: model.name } }) };
  const { startExecution: run } = await client.request(StartExecutionDocument, { input });
  if (run.__typename === 'ExecutionPlan') throw new OrreryError('INTERNAL', 'A dry run was not asked for.');
  if (run.__typename !== 'AgentRun')
    throw new OrreryError(run.code, run.message, run.fix === null ? {} : { fix: run.fix });
  screen.section('Start the agent support');
  screen.paragraph(`"${message}"`, '  ');
  screen.line(`  ${screen.paint('dim', run.id)}`);
  screen.line();
  return run;
}

/** Tells the events and the tokens of a run as they come, until it has finished. */
async function follow(stage: Stage, run: { id: string; createdAt: string }): Promise<void> {
  const { client, screen, signal } = stage;
  const narrator = new Narrator(screen, run.createdAt);
  const finished = new AbortController();
  const untilFinished = AbortSignal.any([signal, finished.signal]);
  const { id } = run;
  const tellTokens = async (): Promise<void> => {
    for await (const { modelStream } of client.subscribe(ModelTokensDocument, { id }, { signal: untilFinished }))
      narrator.token(modelStream);
  };
  const tellEvents = async (): Promise<void> => {
    for await (const { executionEvents: event } of client.subscribe(ExecutionEventsDocument, { id }, { signal })) {
      narrator.event(event);
      if (event.__typename !== 'ExecutionWaiting') continue;
      for (const question of event.approvals) if (question.phase === 'PENDING') await decideQuestion(question, stage);
      screen.line();
    }
    finished.abort();
  };
  await Promise.all([tellTokens(), tellEvents()]);
  signal.throwIfAborted();
}

async function conclude({ client, screen }: Stage, id: string): Promise<string> {
  const { execution } = await client.request(ExecutionSummaryDocument, { id });
  if (!execution) throw new OrreryError('EXECUTION_NOT_FOUND', `There is no execution ${id}.`);
  report(execution, screen);
  return execution.phase;
}
