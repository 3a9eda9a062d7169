import path from 'node:path';
import { startOrrery } from './children.ts';
import type { Bench } from './measurement.ts';
import { median } from './statistics.ts';
import { Workplace } from './workplace.ts';

const rounds = 5;
const coldLimitMs = 4_000;
const warmLimitMs = 1_500;

/** From the start of the process to the line `orrery ready`, with an empty home and with one that was used before. */
export const start: Bench = {
  name: 'start',
  run: (say) =>
    Workplace.use(async (place) => {
      const cold: number[] = [];
      const warm: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const home = path.join(place.folder, `home-${round}`);
        for (const times of [cold, warm]) {
          const orrery = await startOrrery(home);
          times.push(orrery.readyAfterMs);
          await orrery.stop();
        }
        say(`cold ${cold.at(-1)?.toFixed(0)} ms, warm ${warm.at(-1)?.toFixed(0)} ms`);
      }
      return {
        method:
          'Process start to `orrery ready`: embedded PostgreSQL, migrations, engine, the quickstart example and the listener included.',
        measurements: [
          {
            what: 'cold start with an empty ORRERY_HOME',
            unit: 'ms',
            ours: median(cold),
            against: { name: 'limit', value: coldLimitMs },
            bar: { is: 'at most', ratio: 1 },
          },
          {
            what: 'warm start',
            unit: 'ms',
            ours: median(warm),
            against: { name: 'limit', value: warmLimitMs },
            bar: { is: 'at most', ratio: 1 },
          },
        ],
        notes: [
          `Slowest of ${rounds}: cold ${Math.max(...cold).toFixed(0)} ms, warm ${Math.max(...warm).toFixed(0)} ms.`,
        ],
      };
    }),
};
