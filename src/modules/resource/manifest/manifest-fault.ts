import { type Fault, faultText } from '../kinds/index.ts';

/** One thing that is wrong in a text of manifests. */
export interface ManifestFault {
  /** Which document of the text, from 1. */
  document: number;
  /** Line of the text, from 1, where it is known. */
  line: number | null;
  /** Where in the document, as in `spec.tools[2]`. */
  path: Fault['path'];
  /** In words that complete "<path> ...". */
  problem: string;
}

/** The fault as one sentence with its place: `Document 2, line 7: spec.model_ref is required.` */
export function manifestFaultText(fault: ManifestFault): string {
  const place = fault.line === null ? '' : `, line ${fault.line}`;
  return `Document ${fault.document}${place}: ${faultText(fault)}`;
}
