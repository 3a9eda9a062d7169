export { type SealedPlace, type SealedValue, sealingAlgorithm, sealValue } from './sealed-value.ts';
export { readPublicKey, type SealingKey } from './sealing-key.ts';
export { SealingKeyStore } from './sealing-key-store.ts';
export { SealingService } from './sealing-service.ts';
