import { expect, vi } from 'vitest';
import type { Harness } from './harness.ts';

/** What Orloj's API tells of a task. */
export interface TaskStatus {
  phase?: string;
  lastError?: string;
  output?: Record<string, string>;
  attempts?: number;
  nextAttemptAt?: string;
  history?: { type: string }[];
  messages?: {
    message_id: string;
    from_agent: string;
    to_agent: string;
    phase: string;
    content: string;
    branch_id: string;
  }[];
  trace?: { type: string; agent?: string; step_id: string }[];
  join_states?: { node: string; expected: number; sources: { from_agent: string }[] }[];
  blocked_on?: { kind: string; name: string; reason: string };
}

export interface Task {
  metadata: { name: string; resourceVersion: string; generation: number };
  status: TaskStatus;
}

/** An agent on a model of its own that says these texts, one for each call. */
export function speaker(name: string, ...texts: string[]): string {
  const script = texts.map((text) => `{ text: ${JSON.stringify(text)} }`).join(', ');
  return `
apiVersion: orrery.dev/v1
kind: ModelEndpoint
metadata: { name: ${name}-model }
spec: { provider: mock, model: ${name}, script: [${script}] }
---
apiVersion: orrery.dev/v1
kind: Agent
metadata: { name: ${name} }
spec: { prompt: "You are ${name}.", model: ${name}-model, limits: { maxSteps: 3 } }
---
`;
}

/** A client of Orloj's API, for tests of tasks. */
export function taskClient(platform: () => Harness) {
  async function orloj<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(new URL(path, platform().url), {
      method,
      headers: { authorization: `Bearer ${platform().adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T };
  }

  async function system(name: string, spec: object): Promise<void> {
    const made = await orloj('POST', '/v1/agent-systems', { metadata: { name }, spec });
    expect(made.status).toBe(201);
  }

  async function begin(name: string, spec: object): Promise<void> {
    const made = await orloj('POST', '/v1/tasks', { metadata: { name }, spec });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }

  /** Waits until the task is in one of the phases. */
  async function reach(name: string, ...phases: string[]): Promise<Task> {
    let task: Task | undefined;
    const isThere = async (): Promise<boolean> => {
      task = (await orloj<Task>('GET', `/v1/tasks/${name}`)).body;
      return phases.includes(task.status.phase ?? '');
    };
    await vi.waitUntil(isThere, { timeout: 10_000, interval: 25 }).catch(() => {
      throw new Error(`${name} is ${JSON.stringify(task?.status, null, 1).slice(0, 3_000)}`);
    });
    if (!task) throw new Error('never read');
    return task;
  }

  return { orloj, system, begin, reach };
}
