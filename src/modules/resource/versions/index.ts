export {
  type ApiVersion,
  apiVersions,
  findApiVersion,
  hasKind,
  knownApiVersion,
  spokeOf,
  textsOf,
} from './api-version.ts';
export { mergeStored, specFromHub, specToHub } from './convert.ts';
export type { Extras } from './extras.ts';
export type { StatusNames } from './spoke.ts';
export { changesBetween, type Step } from './structure.ts';
