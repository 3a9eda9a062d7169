import { z } from 'zod';
import { anyObject, kinds, openFields, type PolicySpec, textMap } from '../../kinds/index.ts';
import { defineSpokeKind, someIn } from '../spoke.ts';
import { asWritten, joch } from './fields.ts';
import { jochRule, ruleFromHub, ruleToHub } from './policy-rule.ts';

const selector = openFields({ matchLabels: textMap });

const schema = openFields({
  appliesTo: openFields({ agents: openFields({ selector: selector.optional() }).optional() }).optional(),
  rules: z.array(jochRule).default([]),
  audit: anyObject.optional(),
});

type Manifest = z.infer<typeof schema>;

export const policy = defineSpokeKind<PolicySpec, Manifest>({
  kindName: 'Policy',
  apiVersion: joch.core,
  schema,
  ...asWritten,
  rules: kinds.Policy.rules,
  toHub: (manifest) => ({
    ...applicationToHub(manifest),
    rules: manifest.rules.map(ruleToHub),
    audit: manifest.audit,
  }),
  fromHub: (spec) => ({
    appliesTo: applicationFromHub(spec),
    rules: spec.rules.map(ruleFromHub),
    audit: spec.audit,
  }),
});

// As in Kubernetes, an empty selector selects everything and an absent one nothing: such a policy holds where it is named.
function applicationToHub({ appliesTo }: Manifest): object {
  const given = appliesTo?.agents?.selector;
  if (given === undefined) return { applyMode: 'scoped' };
  const isGlobal = Object.keys(given.matchLabels).length === 0;
  return { applyMode: isGlobal ? 'global' : 'scoped', appliesTo: { matchLabels: given.matchLabels } };
}

function applicationFromHub({ applyMode, appliesTo: { matchLabels } }: PolicySpec): object | undefined {
  const given = applyMode === 'global' ? {} : someIn(matchLabels);
  return given && { agents: { selector: { matchLabels: given } } };
}
