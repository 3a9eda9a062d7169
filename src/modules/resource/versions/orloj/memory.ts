import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

export const memory = shapedSpoke({
  kind: 'Memory',
  kindName: 'Memory',
  apiVersion,
  style: orlojStyle,
  keeps,
  names: { 'auth.secret': 'secretRef' },
});
