import { z } from 'zod';
import { OrreryError } from '../../platform/errors.ts';
import type { StartedRun } from './face.ts';
import { type RestSite, refusal } from './rest-site.ts';
import type { Screen } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** What waits for a person, as Swarm shows it. */
const gates = z.array(
  z.object({
    gate_id: z.string(),
    summary: z.string(),
    risk: z.string(),
    reason: z.string().nullable(),
    arguments: z.unknown(),
    expires_at: z.string(),
  }),
);
type Gate = z.infer<typeof gates>[number];

/** A decision, and where it is sent. */
interface Verdict {
  path: string;
  body: object;
}

interface Asking {
  site: RestSite;
  screen: Screen;
  terminal: Terminal;
  signal: AbortSignal;
}

const indent = '  ';

/** Shows at Swarm's gates what a run waits for, has the person decide (or decides for nobody). @throws OrreryError */
export async function decideGates(run: StartedRun, at: Asking): Promise<void> {
  const answer = await at.site.send('GET', `/api/v1/approvals?run_id=${run.id}&state=pending`);
  if (answer.status !== 200) throw refusal(answer);
  for (const gate of gates.parse(answer.json)) await decideGate(gate, at);
}

async function decideGate(gate: Gate, at: Asking): Promise<void> {
  show(gate, at.screen);
  for (;;) {
    const verdict = await verdictOn(gate, at);
    if (!verdict) throw new OrreryError('CANCELLED', 'The demo was left before the question was answered.');
    const answer = await at.site.send('POST', verdict.path, verdict.body);
    at.screen.line(`${indent}${at.screen.paint('dim', `POST ${verdict.path}`)}  ${answer.status}`);
    // Somebody else may have been faster: the run goes on with their decision.
    if (answer.status < 300 || answer.status === 409) return;
    at.screen.line(indent + at.screen.paint('red', refusal(answer).message));
    if (!at.terminal.isInteractive) return;
  }
}

function show({ summary, risk, reason, arguments: args, expires_at: expiresAt }: Gate, screen: Screen): void {
  screen.section(summary);
  const row = (name: string, value: string): void =>
    screen.line(`${indent}${screen.paint('dim', name.padEnd(10))}  ${value}`);
  row('asked over', 'Swarm, GET /api/v1/approvals');
  row('risk', screen.paint(risk === 'low' ? 'green' : 'yellow', risk));
  if (reason !== null) row('because', reason);
  for (const [name, value] of Object.entries(isObject(args) ? args : { arguments: args }))
    row(name, typeof value === 'string' ? value : JSON.stringify(value));
  row('until', new Date(expiresAt).toLocaleTimeString('en-GB'));
}

async function verdictOn(gate: Gate, { screen, terminal, signal }: Asking): Promise<Verdict | undefined> {
  if (!terminal.isInteractive) {
    screen.line(`${indent}Nobody sits at this terminal, so the demo approves.`);
    return approval(gate, 'Approved by the demo.');
  }
  for (;;) {
    const answer = await terminal.ask(`${indent}Approve it? [Y]es, [n]o, [e]dit the arguments: `, signal);
    const choice = answer?.trim().toLowerCase();
    if (choice === undefined) return undefined;
    if (choice === '' || choice === 'y' || choice === 'yes') return approval(gate, 'Approved at the terminal.');
    if (choice === 'n' || choice === 'no') return denial(gate, await terminal.ask(`${indent}Why? `, signal));
    if (choice !== 'e' && choice !== 'edit') continue;
    const instead = JSON.stringify(gate.arguments);
    const edited = await terminal.ask(`${indent}Arguments as JSON, instead of ${instead}: `, signal);
    if (edited === undefined) return undefined;
    const parsed = parseObject(edited);
    if (parsed) return edit(gate, parsed);
    screen.line(`${indent}${screen.paint('red', 'That is not a JSON object.')}`);
  }
}

function approval({ gate_id: id }: Gate, comment: string): Verdict {
  return { path: `/api/v1/approvals/${id}/approve`, body: { comment } };
}

/** Swarm wants a reason for a denial. */
function denial({ gate_id: id }: Gate, words: string | undefined): Verdict | undefined {
  if (words === undefined) return undefined;
  return { path: `/api/v1/approvals/${id}/reject`, body: { reason: words.trim() || 'No reason was given.' } };
}

/** Swarm has no way to edit what is asked; Joch has one, for the same question. */
function edit({ gate_id: id }: Gate, editedRequest: Record<string, unknown>): Verdict {
  const body = { decision: 'edit', rationale: 'Approved with other arguments.', editedRequest };
  return { path: `/v1/approvals/${id}/decide`, body };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
