import type { OrreryClient } from '../../client/index.ts';
import { OrreryError } from '../../platform/errors.ts';
import { DecideApprovalDocument } from '../documents.ts';
import type { RunEvent } from './narrator.ts';
import type { Screen } from './screen.ts';
import type { Terminal } from './terminal.ts';

type Question = Extract<RunEvent, { __typename: 'ExecutionWaiting' }>['approvals'][number];

interface Verdict {
  decision: 'APPROVE' | 'DENY';
  comment?: string;
  editedArguments?: unknown;
}

const indent = '  ';

/** Shows what is asked, has the person decide (or decides for nobody), and sends the decision. @throws OrreryError */
export async function decideQuestion(
  question: Question,
  at: { client: OrreryClient; screen: Screen; terminal: Terminal; signal: AbortSignal },
): Promise<void> {
  show(question, at.screen);
  for (;;) {
    const verdict = await verdictOn(question, at);
    if (!verdict) throw new OrreryError('CANCELLED', 'The demo was left before the question was answered.');
    const refused = await send(question, verdict, at.client);
    if (refused === undefined) return;
    at.screen.line(indent + at.screen.paint('red', refused));
    if (!at.terminal.isInteractive) return;
  }
}

function show(question: Question, screen: Screen): void {
  const { summary, risk, arguments: args, policy, expiresAt, onExpiry } = question;
  screen.section(summary);
  const row = (name: string, value: string): void =>
    screen.line(`${indent}${screen.paint('dim', name.padEnd(10))}  ${value}`);
  row('risk', screen.paint(risk === 'LOW' ? 'green' : 'yellow', risk.toLowerCase()));
  if (policy) row('because', policy.reason);
  for (const [name, value] of Object.entries(isObject(args) ? args : { arguments: args }))
    row(name, typeof value === 'string' ? value : JSON.stringify(value));
  const otherwise = onExpiry === 'APPROVED' ? 'approved' : 'denied';
  row('until', `${new Date(expiresAt).toLocaleTimeString('en-GB')}; then it counts as ${otherwise}`);
}

async function verdictOn(
  { arguments: args }: Question,
  at: { screen: Screen; terminal: Terminal; signal: AbortSignal },
): Promise<Verdict | undefined> {
  const { screen, terminal, signal } = at;
  if (!terminal.isInteractive) {
    screen.line(`${indent}Nobody sits at this terminal, so the demo approves.`);
    return { decision: 'APPROVE', comment: 'Approved by the demo.' };
  }
  for (;;) {
    const answer = await terminal.ask(`${indent}Approve it? [Y]es, [n]o, [e]dit the arguments: `, signal);
    const choice = answer?.trim().toLowerCase();
    if (choice === undefined) return undefined;
    if (choice === '' || choice === 'y' || choice === 'yes') return { decision: 'APPROVE' };
    if (choice === 'n' || choice === 'no') return denial(await terminal.ask(`${indent}Why? `, signal));
    if (choice !== 'e' && choice !== 'edit') continue;
    const edited = await terminal.ask(`${indent}Arguments as JSON, instead of ${JSON.stringify(args)}: `, signal);
    if (edited === undefined) return undefined;
    const parsed = parseObject(edited);
    if (parsed) return { decision: 'APPROVE', comment: 'Approved with other arguments.', editedArguments: parsed };
    screen.line(`${indent}${screen.paint('red', 'That is not a JSON object.')}`);
  }
}

function denial(comment: string | undefined): Verdict | undefined {
  if (comment === undefined) return undefined;
  return comment.trim() === '' ? { decision: 'DENY' } : { decision: 'DENY', comment: comment.trim() };
}

/** @returns why the decision did not count, in words; undefined when it did */
async function send(question: Question, verdict: Verdict, client: OrreryClient): Promise<string | undefined> {
  const input = { id: question.id, expectedVersion: question.version, ...verdict };
  const { decideApproval: result } = await client.request(DecideApprovalDocument, { input });
  if (result.__typename === 'Approval') return undefined;
  // Somebody else was faster: the run goes on with their decision.
  if (result.code === 'APPROVAL_CONFLICT') return undefined;
  return result.message;
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
