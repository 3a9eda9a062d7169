import type { Convention } from '../runtime/convention.ts';
import type { ApiName } from '../runtime/route.ts';

/** The conventions of the APIs that have operations. */
export const conventions: Partial<Record<ApiName, Convention>> = {};
