import { z } from 'zod';
import type { Fault } from './fault.ts';
import { part, someText, wordList, words } from './fields.ts';
import { defineKind } from './kind.ts';

const matchMode = words('PermissionMatch', 'How many of several permissions an agent needs.', {
  all: 'Each of them.',
  any: 'One of them.',
});

const applyMode = words('PermissionApplyMode', 'Which agents a tool permission is about.', {
  global: 'Every agent of its namespace.',
  scoped: 'The agents that it names.',
});

const operationClass = words('PermissionOperation', 'What a tool does to what it touches, as a rule names it.', {
  read: 'It reads.',
  write: 'It writes.',
  delete: 'It deletes.',
  admin: 'It administers.',
  '*': 'Whatever it does.',
});

const verdict = words('PermissionVerdict', 'What a rule says of a call.', {
  allow: 'It may be made.',
  deny: 'It may not be made.',
  approval_required: 'A person has to agree first.',
});

const operationRule = part('PermissionRule', 'What is said of the calls of a tool that does something of one class.', {
  operationClass: operationClass.default('*').describe('What the tool does.'),
  verdict: verdict.default('allow').describe('What is said of its calls.'),
});

const shape = part('ToolPermissionSpec', 'What an agent needs to call a tool, and what is said of its calls.', {
  // The tool is a name and no reference: it may be one that only an MCP server offers.
  toolRef: someText.describe('The tool, by the name under which agents call it.'),
  action: someText.default('invoke').describe('What is done with it; calls are `invoke`.'),
  requiredPermissions: wordList.describe('What the roles of an agent must permit.'),
  matchMode: matchMode.default('all').describe('How many of these it needs.'),
  applyMode: applyMode.default('global').describe('Which agents it is about.'),
  targetAgents: wordList.describe('The agents that it is about when it is scoped, by their names.'),
  operationRules: z
    .array(operationRule)
    .default([])
    .describe('What is said of calls by what the tool does; the strictest that fits counts.'),
});

/** What an agent needs to call a tool, and what is said of its calls. */
export type ToolPermissionSpec = z.infer<typeof shape>;

export const toolPermission = defineKind<ToolPermissionSpec>({
  kind: 'ToolPermission',
  description: 'What agents need to call a tool.',
  plural: 'tool-permissions',
  aliases: ['toolpermission', 'toolpermissions'],
  shape,
  rules: ({ applyMode: mode, targetAgents }): Fault[] =>
    mode === 'scoped' && targetAgents.length === 0
      ? [{ path: ['applyMode'], problem: 'may be scoped only where target agents are named' }]
      : [],
});
