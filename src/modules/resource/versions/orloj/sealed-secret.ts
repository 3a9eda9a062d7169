import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

export const sealedSecret = shapedSpoke({
  kind: 'SealedSecret',
  kindName: 'SealedSecret',
  apiVersion,
  style: orlojStyle,
  // Orloj writes these in camelCase, as it does all of a sealed secret.
  names: {
    encryptedData: 'encryptedData',
    'encryptedData.keyId': 'keyId',
    'encryptedData.wrappedKey': 'wrappedKey',
  },
  keeps,
});
