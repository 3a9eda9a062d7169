import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { interpret } from '../../src/engine/workflow/interpreter.ts';
import type { StepPort } from '../../src/engine/workflow/ports.ts';
import { recordedAnswer, recordedReply } from '../../src/engine/workflow/recorded.ts';
import type { Graph, Step, ToolStep } from '../../src/modules/execution/index.ts';
import { nothingRecorded } from '../support/plain-port.ts';

/** A run as it was once recorded. Histories are never edited: a change that cannot walk them would break runs in flight. */
interface History {
  graph: Graph;
  input: unknown;
  output: unknown;
  steps: Step[];
}

const folder = path.join(import.meta.dirname, 'histories');
const names = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Answers every step from the record and keeps the order in which they were asked for. */
function recordedPort(steps: readonly Step[], asked: string[]): StepPort {
  const find = (key: string): Step => {
    asked.push(key);
    const step = steps.find((candidate) => candidate.key === key);
    if (!step) throw new Error(`the walk asks for ${key}, which was not recorded`);
    return step;
  };
  const port: StepPort = {
    ...nothingRecorded(() => port),
    model: async (spec) => recordedReply(find(spec.key)),
    tool: async (spec) => recordedAnswer(find(spec.key) as ToolStep),
  };
  return port;
}

test('there are histories to walk', () => expect(names.length).toBeGreaterThan(0));

test.each(names)('%s is walked to its recorded end, asking for every recorded step once and in order', async (name) => {
  const history = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as History;
  const asked: string[] = [];
  const output = await interpret(history.graph, history.input, recordedPort(history.steps, asked));
  expect(output).toEqual(history.output);
  expect(asked).toEqual(history.steps.map((step) => step.key));
});

test.each(names)('%s is walked the same way from every point at which it may have been broken off', async (name) => {
  const history = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as History;
  for (let recorded = 0; recorded < history.steps.length; recorded++) {
    const asked: string[] = [];
    const walk = interpret(history.graph, history.input, recordedPort(history.steps.slice(0, recorded), asked));
    await expect(walk).rejects.toThrow(history.steps[recorded]?.key);
    expect(asked).toEqual(history.steps.slice(0, recorded + 1).map((step) => step.key));
  }
});
