import { shapedSpoke } from '../shaped/shaped-spoke.ts';
import { apiVersion, keeps } from './fields.ts';
import { orlojStyle } from './style.ts';

export const toolPermission = shapedSpoke({
  kind: 'ToolPermission',
  kindName: 'ToolPermission',
  apiVersion,
  style: orlojStyle,
  keeps,
  // A permission that names no tool is about the tool of its own name.
  completes: ['toolRef'],
  complete: (hub, { name }) => ({ ...hub, toolRef: hub['toolRef'] ?? name }),
});
