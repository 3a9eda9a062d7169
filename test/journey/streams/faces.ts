import type { RunEvent } from '../../support/fold.ts';
import { jsonLines, type Line, messages, sentEvents } from './line.ts';
import { runEvents, type Transport } from './subscribe.ts';

/** A run, and the cursor after which its events are wanted. */
export interface Wanted {
  id: string;
  name: string;
  after: string;
}

/** What a frame tells: where to go on after it, and the event of the run that it is, if it is one. */
export interface Told {
  cursor: string;
  event?: RunEvent;
}

/** A stream on which the events of a run can be read. */
export interface Face {
  name: string;
  /** Reads until the run is finished, the line breaks or the loop is left. */
  read(line: Line, wanted: Wanted): AsyncGenerator<Told>;
}

// biome-ignore lint/suspicious/noExplicitAny: frames are read as a client of their API would
type Frame = any;

/** What an event is in the graph, by what an API says of it. */
type Words = Record<string, string>;

const jochWords: Words = {
  ExecutionCreated: 'EXECUTION_CREATED',
  ExecutionStarted: 'EXECUTION_STARTED',
  ExecutionWaiting: 'EXECUTION_WAITING',
  ExecutionScheduled: 'EXECUTION_RESUMED',
  ExecutionSucceeded: 'EXECUTION_FINISHED',
  ModelCallStarted: 'MODEL_CALL_STARTED',
  ModelCallCompleted: 'MODEL_CALL_COMPLETED',
  ToolCallRequested: 'TOOL_CALL_REQUESTED',
  ToolCallStarted: 'TOOL_CALL_STARTED',
  ToolCallCompleted: 'TOOL_CALL_COMPLETED',
  ApprovalRequested: 'APPROVAL_REQUESTED',
  ApprovalGranted: 'APPROVAL_DECIDED',
};

const orlojWords: Words = {
  'Task created': 'EXECUTION_CREATED',
  'Task running': 'EXECUTION_STARTED',
  'Task waiting_approval': 'EXECUTION_WAITING',
  'Task claimed': 'EXECUTION_RESUMED',
  'Task succeeded': 'EXECUTION_FINISHED',
  'Task model_call': 'MODEL_CALL_STARTED',
  'Task model_output': 'MODEL_CALL_COMPLETED',
  'Task tool_call_requested': 'TOOL_CALL_REQUESTED',
  'Task tool_call': 'TOOL_CALL_STARTED',
  'Task tool_output': 'TOOL_CALL_COMPLETED',
  'ToolApproval created': 'APPROVAL_REQUESTED',
  'ToolApproval approved': 'APPROVAL_DECIDED',
};

const fabricWords: Words = {
  'workflow.run.created': 'EXECUTION_CREATED',
  'workflow.run.started': 'EXECUTION_STARTED',
  'workflow.run.waiting': 'EXECUTION_WAITING',
  'workflow.run.queued': 'EXECUTION_RESUMED',
  'workflow.run.completed': 'EXECUTION_FINISHED',
  'workflow.node.started of a model': 'MODEL_CALL_STARTED',
  'workflow.node.completed of a model': 'MODEL_CALL_COMPLETED',
  'workflow.node.ready of a tool': 'TOOL_CALL_REQUESTED',
  'workflow.node.started of a tool': 'TOOL_CALL_STARTED',
  'workflow.node.completed of a tool': 'TOOL_CALL_COMPLETED',
  'approval.requested': 'APPROVAL_REQUESTED',
  'approval.decided': 'APPROVAL_DECIDED',
};

const roboticusWords: Words = {
  agent_started: 'EXECUTION_CREATED',
  'agent_working at once': 'EXECUTION_STARTED',
  'agent_working again': 'EXECUTION_RESUMED',
  agent_waiting: 'EXECUTION_WAITING',
  'agent.reply': 'EXECUTION_FINISHED',
  model_selection: 'MODEL_CALL_STARTED',
  stream_end: 'MODEL_CALL_COMPLETED',
  tool_requested: 'TOOL_CALL_REQUESTED',
  skill_activated: 'TOOL_CALL_STARTED',
  tool_result: 'TOOL_CALL_COMPLETED',
  pending_approval: 'APPROVAL_REQUESTED',
  approval_replay_started: 'APPROVAL_DECIDED',
};

/** One event in the words of the graph. Approvals have an id in some APIs and a name in others: there is one per run. */
function eventOf(words: Words, said: { word: string; cursor: string; key?: string; phase?: string }): RunEvent {
  const { word, cursor, key, phase } = said;
  const type = words[word];
  if (type === undefined) throw new Error(`No event of the run is called ${word}.`);
  const isStep = type.startsWith('MODEL_') || type.startsWith('TOOL_');
  return {
    cursor,
    type,
    subjectId: 'its approval',
    ...(isStep && key !== undefined && { key }),
    ...(type === 'EXECUTION_FINISHED' && { phase: /succeeded|completed/i.test(phase ?? '') ? 'SUCCEEDED' : 'FAILED' }),
    ...(type === 'APPROVAL_DECIDED' && { decision: 'APPROVED' }),
  };
}

function jochEvent({ type, cursor, payload }: Frame): Told {
  return { cursor, event: eventOf(jochWords, { word: type, cursor, key: payload.key, phase: payload.phase }) };
}

function orlojEvent({ id: cursor, kind, action, name, data }: Frame, run: Wanted): Told {
  const isOfRun = kind === 'Task' ? name === run.name : kind === 'ToolApproval' && data.spec.task_ref === run.name;
  if (!isOfRun) return { cursor };
  const word = `${kind} ${action}`;
  return { cursor, event: eventOf(orlojWords, { word, cursor, key: data?.step_id, phase: data?.phase }) };
}

function fabricEvent({ data }: Frame, run: Wanted): Told {
  const { cursor, kind, payload } = data;
  if (data.run_id !== run.id) return { cursor };
  const of = payload.tool === undefined ? 'a model' : 'a tool';
  const word = kind.startsWith('workflow.node.') ? `${kind} of ${of}` : kind;
  return { cursor, event: eventOf(fabricWords, { word, cursor, key: payload.call, phase: payload.phase }) };
}

function roboticusEvent({ type, cursor, run_id: id, summary, call: key, phase }: Frame, run: Wanted): Told {
  if (id !== run.id) return { cursor };
  const manner = / is run by a worker /.test(summary) ? 'at once' : 'again';
  const word = type === 'agent_working' ? `${type} ${manner}` : type;
  return { cursor, event: eventOf(roboticusWords, { word, cursor, key, phase }) };
}

/** Ends a stream that goes on for ever when the run is finished. */
async function* toItsEnd(told: AsyncGenerator<Told>): AsyncGenerator<Told> {
  for await (const one of told) {
    yield one;
    if (one.event?.type === 'EXECUTION_FINISHED') return;
  }
}

const eventsOf = ({ name }: Wanted): string => `/v1/namespaces/default/executions/${name}/events`;

async function* overSse(
  line: Line,
  asked: { path: string; headers?: Record<string, string> },
  tell: (frame: Frame) => Told,
): AsyncGenerator<Told> {
  for await (const { id, data } of sentEvents(line, asked)) {
    if (data === undefined) yield { cursor: id ?? '' };
    else {
      const told = tell(JSON.parse(data));
      if (id !== undefined && id !== told.cursor) throw new Error(`${told.cursor} came with the id ${id}.`);
      yield told;
    }
  }
}

async function* overGraphql(transport: Transport, line: Line, { id, after }: Wanted): AsyncGenerator<Told> {
  for await (const event of runEvents(line, transport, { id, after }))
    yield { cursor: event.cursor, event: { ...event, subjectId: 'its approval' } };
}

/** Every stream of every API on which a run can be followed, with the way back to a place that each has. */
export const faces: readonly Face[] = [
  {
    name: 'Joch SSE with Last-Event-ID',
    read: (line, run) =>
      overSse(line, { path: eventsOf(run), headers: { 'last-event-id': run.after } }, (frame) => jochEvent(frame)),
  },
  {
    name: 'Joch NDJSON with after',
    async *read(line, run) {
      const asked = { path: `${eventsOf(run)}?after=${run.after}`, headers: { accept: 'application/x-ndjson' } };
      for await (const frame of jsonLines(line, asked)) yield jochEvent(frame);
    },
  },
  {
    name: 'Orloj SSE with since',
    read: (line, run) =>
      toItsEnd(overSse(line, { path: `/v1/events/watch?since=${run.after}` }, (frame) => orlojEvent(frame, run))),
  },
  {
    name: 'Fabric SSE with Last-Event-ID',
    read: (line, run) => {
      const asked = { path: '/v1/events/stream', headers: { 'last-event-id': run.after } };
      return toItsEnd(overSse(line, asked, (frame) => fabricEvent(frame, run)));
    },
  },
  {
    name: 'Fabric WebSocket with last_event_id',
    read: (line, run) => toItsEnd(overFabricSocket(line, run)),
  },
  {
    name: 'Roboticus WebSocket with after',
    read: (line, run) => toItsEnd(overRoboticusSocket(line, run)),
  },
  { name: 'GraphQL over WebSocket', read: (line, run) => overGraphql('websocket', line, run) },
  { name: 'GraphQL over SSE', read: (line, run) => overGraphql('sse', line, run) },
  { name: 'GraphQL over SSE with Last-Event-ID', read: (line, run) => overGraphql('last-event-id', line, run) },
];

/** The stream of this name. */
export function face(name: string): Face {
  const found = faces.find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
}

async function* overFabricSocket(line: Line, run: Wanted): AsyncGenerator<Told> {
  for await (const frame of messages(line, `/v1/events/ws?last_event_id=${run.after}`)) yield fabricEvent(frame, run);
}

async function* overRoboticusSocket(line: Line, run: Wanted): AsyncGenerator<Told> {
  for await (const frame of messages(line, `/ws?after=${run.after}`))
    if (frame.type !== 'connected') yield roboticusEvent(frame, run);
}
