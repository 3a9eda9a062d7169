import type { GateStep, GraphNode, NodeMessage, NodeStep } from '../src/modules/execution/index.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';
import { StepRef } from './step.ts';

export const NodeKindEnum = builder.enumType('NodeKind', {
  description: 'What a node of a graph does.',
  values: {
    AGENT: { value: 'agent', description: 'An agent works.' },
    MODEL: { value: 'model', description: 'A model is asked once.' },
    TOOL: { value: 'tool', description: 'A tool is called.' },
    APPROVAL: { value: 'approval', description: 'A person decides whether the work goes on.' },
    MAP: { value: 'map', description: 'The same graph runs for each item of a list.' },
    BRANCH: { value: 'branch', description: 'One of several ways is chosen.' },
    LOOP: { value: 'loop', description: 'A graph runs again and again until it is good enough.' },
    SUBGRAPH: { value: 'subgraph', description: 'A graph runs as one node.' },
  } as const satisfies Record<string, { value: GraphNode['kind']; description: string }>,
});

export const NodeMessageType = builder.enumType('NodeMessageType', {
  description: 'Why a node was sent something.',
  values: {
    START: { value: 'start', description: 'The work begins here.' },
    HANDOFF: { value: 'handoff', description: 'The sender is done with its part.' },
    DELEGATION: { value: 'delegation', description: 'The sender asks for an answer before it goes on.' },
    REPLY: { value: 'reply', description: 'It is the answer that the node had asked for.' },
    CHANGES: { value: 'changes', description: 'A person asked for changes.' },
  } as const satisfies Record<string, { value: NodeMessage['type']; description: string }>,
});

const NodeMessageRef = builder.objectRef<NodeMessage>('NodeMessage').implement({
  description: 'What reached a node of a graph.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Unique in the execution, and the same on replay.' }),
    from: t.exposeString('from', {
      nullable: true,
      description: 'The node that sent it; null for the execution itself, which gives its input.',
    }),
    sentBy: t.exposeString('sentBy', {
      nullable: true,
      description: 'The key of the step of the sender, whose output is what it says.',
    }),
    to: t.exposeString('to', { description: 'The node that it is for.' }),
    branch: t.exposeString('branch', { description: 'The branch of the work, as in b001.002.' }),
    parentBranch: t.exposeString('parentBranch', {
      nullable: true,
      description: 'The branch from which that one came.',
    }),
    hop: t.exposeInt('hop', { description: 'How many nodes the work came through before.' }),
    type: t.field({ type: NodeMessageType, description: 'Why it was sent.', resolve: ({ type }) => type }),
    parentId: t.exposeID('parentId', {
      nullable: true,
      description: 'The message that its sender had worked on.',
    }),
  }),
});

export const NodeRunRef = builder.objectRef<NodeStep>('NodeRun').implement({
  description: 'One activation of a node of a graph, from what reached it to what it gave.',
  interfaces: [StepRef, Node],
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What people are shown as the name of the node.' }),
    nodeKind: t.field({
      type: NodeKindEnum,
      description: 'What kind of node it is.',
      resolve: (step) => step.arguments.nodeKind,
    }),
    round: t.int({
      description: 'How often the work has gone back before, plus one.',
      resolve: (step) => step.arguments.round,
    }),
    received: t.field({
      type: [NodeMessageRef],
      description: 'What reached it.',
      resolve: (step) => step.arguments.received,
    }),
    maxAttempts: t.int({ description: 'How often it is tried at most.', resolve: (step) => step.target.maxAttempts }),
    nextAttemptAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is tried again; null when it does not wait for that.',
      resolve: ({ target }) => (target.nextAttemptAt === null ? null : new Date(target.nextAttemptAt)),
    }),
    output: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What it gave.',
      resolve: (step) => step.result?.output ?? null,
    }),
    taken: t.stringList({
      description: 'The nodes that its output went on to.',
      resolve: (step) => step.result?.taken ?? [],
    }),
  }),
});

const GateDecision = builder.enumType('GateDecision', {
  description: 'What a person decided at a gate.',
  values: {
    APPROVED: { value: 'approved', description: 'The work goes on.' },
    DENIED: { value: 'denied', description: 'It does not.' },
    CHANGES_REQUESTED: { value: 'changes_requested', description: 'What was shown has to be done again.' },
    EXPIRED: { value: 'expired', description: 'Nobody decided in time.' },
  } as const satisfies Record<string, { value: NonNullable<GateStep['result']>['decision']; description: string }>,
});

builder.objectRef<GateStep>('Gate').implement({
  description: 'A place where a person decides whether the work goes on.',
  interfaces: [StepRef, Node],
  fields: (t) => ({
    checkpointId: t.string({
      description: 'The name of the place, unique in the graph.',
      resolve: (step) => step.arguments.checkpointId,
    }),
    cycle: t.int({
      description: 'How often changes were asked for before, plus one.',
      resolve: (step) => step.arguments.cycle,
    }),
    shown: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What the person is shown.',
      resolve: (step) => step.arguments.output ?? null,
    }),
    decision: t.field({
      type: GateDecision,
      nullable: true,
      description: 'What was decided; null while nothing is.',
      resolve: (step) => step.result?.decision ?? null,
    }),
    comment: t.string({
      nullable: true,
      description: 'What the person said about it.',
      resolve: (step) => step.result?.comment ?? null,
    }),
    decidedBy: t.string({
      nullable: true,
      description: 'Who decided.',
      resolve: (step) => step.result?.decidedBy ?? null,
    }),
  }),
});
