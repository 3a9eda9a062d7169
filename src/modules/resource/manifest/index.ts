export { diffSpecs, type SpecChange } from './diff-specs.ts';
export { type HubManifest, toHub } from './hub-manifest.ts';
export { manifestSchema } from './manifest-schema.ts';
export { mapSize, maxLabelsSize } from './metadata.ts';
export { orderByDependency } from './order-by-dependency.ts';
export { type ParsedManifest, parseManifests, readManifest, type TextOptions } from './parse-manifests.ts';
export { type RenderableResource, renderManifest, renderStatus } from './render-manifest.ts';
export { renderUnseen } from './render-unseen.ts';
