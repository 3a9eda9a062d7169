import { phaseOf, type ResourcePhase } from './hub-status.ts';
import type { ApiVersion } from './versions/index.ts';

// Joch has five words for all kinds; Orloj's are the hub's.
const jochWords: Record<ResourcePhase, string> = {
  Pending: 'Pending',
  Connecting: 'Pending',
  Ready: 'Ready',
  NotReady: 'Failed',
  Running: 'Running',
  WaitingApproval: 'Running',
  Suspended: 'Suspended',
  Succeeded: 'Ready',
  Failed: 'Failed',
  DeadLetter: 'Failed',
  Error: 'Failed',
};

/** The word of an API for a phase. */
export function phaseWord(version: ApiVersion, phase: ResourcePhase): string {
  return version === 'joch.dev/v1alpha1' ? jochWords[phase] : phase;
}

/** The phase that a word of an API stands for; undefined when it is not one that every kind has. */
export function hubPhaseOf(version: ApiVersion, word: unknown): ResourcePhase | undefined {
  return version === 'joch.dev/v1alpha1' && word === 'Failed' ? 'Error' : phaseOf(word);
}
