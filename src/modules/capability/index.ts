export { type Capability, capabilitiesOf } from './capability.ts';
