// The durable peer: a Mastra workflow over one HTTP endpoint, its state in a libsql file. The same work as an AgentRun:
// a model call that asks for a tool, the tool, a model call that answers.
import http from 'node:http';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { Agent } from '@mastra/core/agent';
import { Mastra } from '@mastra/core/mastra';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { LibSQLStore } from '@mastra/libsql';
import { z } from 'zod';

const [modelUrl, databaseFile] = process.argv.slice(2);

const calculator = createTool({
  id: 'calculator',
  description: 'Computes an arithmetic expression.',
  inputSchema: z.object({ expression: z.string() }),
  outputSchema: z.object({ value: z.number() }),
  execute: async ({ context }) => {
    const [left, right] = context.expression.split('+').map(Number);
    return { value: left + right };
  },
});

const agent = new Agent({
  name: 'adder',
  instructions: 'Add.',
  model: createOpenAICompatible({ name: 'mock', baseURL: modelUrl })('bench'),
  tools: { calculator },
});

const ask = createStep({
  id: 'ask',
  inputSchema: z.object({ message: z.string() }),
  outputSchema: z.object({ text: z.string(), toolCalls: z.number() }),
  execute: async ({ inputData, mastra }) => {
    const answer = await mastra.getAgent('adder').generate(inputData.message);
    return { text: answer.text, toolCalls: answer.toolResults.length };
  },
});

const workflow = createWorkflow({ id: 'add', inputSchema: ask.inputSchema, outputSchema: ask.outputSchema })
  .then(ask)
  .commit();

const mastra = new Mastra({
  agents: { adder: agent },
  workflows: { add: workflow },
  storage: new LibSQLStore({ url: `file:${databaseFile}` }),
  logger: false,
  telemetry: { enabled: false },
});

async function run(message) {
  const started = await mastra.getWorkflow('add').createRunAsync();
  const finished = await started.start({ inputData: { message } });
  return { id: started.runId, status: finished.status, ...(finished.result ?? { error: String(finished.error) }) };
}

/** The status that the storage keeps of a run. */
async function stored(id) {
  const found = await mastra.getStorage().loadWorkflowSnapshot({ workflowName: 'add', runId: id });
  return { status: found?.status ?? null };
}

async function answer(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const { message, id } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  return id === undefined ? run(message) : stored(id);
}

const server = http.createServer((request, response) => {
  answer(request).then(
    (value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value)),
    (error) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));
process.on('disconnect', () => process.exit(0));
