import { startModelUpstream } from '../../test/support/model-upstream.ts';
import { announce } from './announce.ts';

const upstream = await startModelUpstream();
announce(upstream.url);
