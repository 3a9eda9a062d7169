import type { Binding, Member, ObjectShape, Route, ScalarShape, Shape } from '../../../rest-compat/runtime/route.ts';

/** A route that reads something for everybody who is known, with what a test wants to be different. */
export function route(own: Pick<Route, 'id' | 'path' | 'document' | 'shape'> & Partial<Route>): Route {
  return {
    api: 'joch',
    method: 'GET',
    also: [],
    kind: 'query',
    wire: 'JSON',
    orWire: [],
    status: 200,
    isPublic: false,
    body: null,
    bindings: [],
    rootAt: [],
    missing: { code: 'RESOURCE_NOT_FOUND' },
    failures: [],
    refusals: [],
    actions: [],
    statuses: [],
    description: 'For a test.',
    isBeyond: false,
    source: { file: 'test.graphql', line: 1 },
    ...own,
  };
}

export function binding(own: Pick<Binding, 'variable' | 'in'> & Partial<Binding>): Binding {
  return {
    names: [own.variable],
    type: 'String',
    named: 'String',
    isList: false,
    isRequired: false,
    isLenient: false,
    schema: {},
    ...own,
  };
}

export function scalar(type: ScalarShape['type'] = 'string', own: Partial<ScalarShape> = {}): ScalarShape {
  return { kind: 'scalar', type, named: 'String', isNullable: false, ...own };
}

export function object(members: Member[], own: Partial<ObjectShape> = {}): ObjectShape {
  return { kind: 'object', members, isNullable: false, ...own };
}

export function member(name: string, shape: Shape = scalar(), own: Partial<Member> = {}): Member {
  return { name, from: [name], shape, omit: 'never', isHidden: false, isFrame: false, ...own };
}
