import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

export const agentSystem = shapedSpoke({
  kind: 'AgentSystem',
  kindName: 'AgentSystem',
  apiVersion,
  style: orlojStyle,
  keeps,
});
