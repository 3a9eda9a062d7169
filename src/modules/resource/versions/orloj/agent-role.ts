import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

export const agentRole = shapedSpoke({
  kind: 'AgentRole',
  kindName: 'AgentRole',
  apiVersion,
  style: orlojStyle,
  keeps,
});
