import { expect } from 'vitest';
import { type PlatformProcess, type ProcessOptions, startProcess } from '../../support/process.ts';
import { waitUntil } from './gates.ts';

const seed = 20_261_122;

/** Numbers from 0 to 1 that are the same each time. */
export function random(): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** After how many of the requests of all work a worker dies, in rising order. */
export function deaths(requests: number, killCount: number, draw: () => number): number[] {
  const share = requests / (killCount + 1);
  return Array.from({ length: killCount }, (_, index) => Math.round(share * (index + 0.5 + draw())));
}

/** Lets requests through until the next death is due, and says when it is. */
export class Pacemaker {
  readonly #deaths: number[];
  readonly #slack: number;
  #requests = 0;
  #died = 0;
  readonly #waiting = new Set<() => void>();

  /** `slack`: how many requests go on before the next worker dies, so that none dies when all is done. */
  constructor(due: number[], slack: number) {
    this.#deaths = due;
    this.#slack = slack;
  }

  /** Resolves when this request may be answered. */
  async request(): Promise<void> {
    const number = ++this.#requests;
    this.#wake();
    await this.#until(() => number < (this.#deaths[this.#died] ?? Number.POSITIVE_INFINITY) + this.#slack);
  }

  /** Resolves at the instant of the next death. */
  due(): Promise<void> {
    return this.#until(() => this.#requests >= (this.#deaths[this.#died] ?? 0));
  }

  died(): void {
    this.#died++;
    this.#wake();
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }

  #until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!isTrue()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }
}

/** Kills a worker whenever it is due, and puts another in its place. */
export async function killWorkers(
  pacemaker: Pacemaker,
  { kills, workers, draw }: { kills: number; workers: number; draw: () => number },
  options: ProcessOptions,
): Promise<void> {
  const alive = await Promise.all(Array.from({ length: workers }, () => startProcess(options)));
  const replacements: Promise<void>[] = [];
  for (let kill = 0; kill < kills; kill++) {
    await pacemaker.due();
    await waitUntil(() => alive.length > 0);
    const [victim] = alive.splice(Math.floor(draw() * alive.length), 1) as [PlatformProcess];
    expect(await victim.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    pacemaker.died();
    replacements.push(startProcess(options).then((next) => void alive.push(next)));
  }
  await Promise.all(replacements);
}
