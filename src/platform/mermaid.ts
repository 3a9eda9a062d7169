/** How a node of a drawing looks. */
export type NodeShape = 'rounded' | 'box' | 'hexagon' | 'frame' | 'diamond' | 'cylinder';

export interface DrawnNode {
  /** Names the node in the edges; any text. */
  id: string;
  /** What stands in it, line by line; any text. */
  lines: readonly string[];
  shape: NodeShape;
  /** A class of the drawing; a word in lower case. */
  look?: string | undefined;
  /** Nodes that lie within it; it is drawn as a box around them. */
  within?: readonly DrawnNode[];
}

export interface DrawnEdge {
  from: string;
  to: string;
  /** Any text. */
  label?: string | undefined;
  isDotted?: boolean | undefined;
}

/** Nodes and how they follow each other. */
export interface Drawing {
  nodes: readonly DrawnNode[];
  edges: readonly DrawnEdge[];
  /** Style of each class that a node may have, in the words of CSS: `fill:#fff`. */
  looks?: Readonly<Record<string, string>>;
}

const maxLineChars = 80;

const shapes: Record<NodeShape, readonly [string, string]> = {
  rounded: ['(["', '"])'],
  box: ['["', '"]'],
  hexagon: ['{{"', '"}}'],
  frame: ['[["', '"]]'],
  diamond: ['{"', '"}'],
  cylinder: ['[("', '")]'],
};

/**
 * A drawing as a Mermaid flowchart. Nodes get names of our own, and what stands in labels is written so that none of it
 * is read as Mermaid or HTML, whoever chose the text.
 */
export function mermaidFlowchart(drawing: Drawing): string {
  const names = new Map<string, string>();
  for (const { id } of everyNode(drawing.nodes)) names.set(id, `n${names.size + 1}`);
  const known = drawing.edges.filter(({ from, to }) => names.has(from) && names.has(to));
  const used = new Set(everyNode(drawing.nodes).flatMap(({ look }) => look ?? []));
  const styles = Object.entries(drawing.looks ?? {}).filter(([look]) => used.has(look));
  return [
    'flowchart TD',
    ...drawing.nodes.flatMap((node) => nodeLines(node, names, '  ')),
    ...known.map((edge) => `  ${edgeLine(edge, names)}`),
    ...styles.map(([look, style]) => `  classDef ${look} ${style}`),
    '',
  ].join('\n');
}

function everyNode(nodes: readonly DrawnNode[]): DrawnNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(node.within ?? [])]);
}

function nodeLines(node: DrawnNode, names: ReadonlyMap<string, string>, indent: string): string[] {
  const name = names.get(node.id) ?? '';
  const label = node.lines.map(labelText).join('<br/>');
  if (node.within) {
    const inner = node.within.flatMap((one) => nodeLines(one, names, `${indent}  `));
    const look = node.look === undefined ? [] : [`${indent}class ${name} ${node.look}`];
    return [`${indent}subgraph ${name}["${label}"]`, ...inner, `${indent}end`, ...look];
  }
  const [open, close] = shapes[node.shape];
  return [`${indent}${name}${open}${label}${close}${node.look === undefined ? '' : `:::${node.look}`}`];
}

function edgeLine({ from, to, label, isDotted }: DrawnEdge, names: ReadonlyMap<string, string>): string {
  const arrow = isDotted ? '-.->' : '-->';
  return `${names.get(from)} ${arrow}${label === undefined ? '' : `|"${labelText(label)}"|`} ${names.get(to)}`;
}

// Everything that Mermaid or HTML gives a meaning: quotes, entities, tags, directives, comments, the ends of shapes.
const meaningful = /[^\p{L}\p{N} .,:!?+=@_'-]/gu;
// What would begin a list or emphasis in Markdown, as which labels are read.
const markdown = /^[-+](?= )|(?<=^\d+)\.(?= )|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** A text as it stands in a label: one line, of at most 80 characters, in entities where it is not plain. */
function labelText(text: string): string {
  const line = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  const chars = [...line];
  const cut = chars.length > maxLineChars ? `${chars.slice(0, maxLineChars - 1).join('')}…` : line;
  return cut.replace(meaningful, entity).replace(markdown, entity);
}

function entity(char: string): string {
  return `#${char.codePointAt(0)};`;
}
