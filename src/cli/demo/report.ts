import type { ExecutionSummaryQuery } from '../../client/generated/graphql.ts';
import type { Screen } from './screen.ts';
import { seconds } from './words.ts';

type Summary = NonNullable<ExecutionSummaryQuery['execution']>;
type Step = Summary['steps']['edges'][number]['node'];

const indent = '  ';
const head = ['step', 'what', 'outcome', 'try', 'took', 'tokens in', 'out', 'cost'];
/** Columns of words; the others hold numbers and stand to the right. */
const wordColumns = 3;

/** Shows how a run ended, what it gave, each of its steps, and what it took and cost in all. */
export function report(summary: Summary, screen: Screen): void {
  const { phase, output, failure, reason } = summary;
  screen.section(`Result: ${phase.toLowerCase()}`);
  const said = typeof output === 'string' ? output : output === null ? undefined : JSON.stringify(output);
  screen.paragraph(said ?? failure?.message ?? reason ?? 'It gave nothing.', indent);
  screen.section('Steps');
  const rows = [...summary.steps.edges.map(({ node }) => stepRow(node)), totals(summary)];
  for (const [index, line] of table([head, ...rows]).entries())
    screen.line(indent + (index === 0 || index === rows.length ? screen.paint('bold', line) : line));
}

function stepRow(step: Step): string[] {
  const { key, phase, attempt, latencyMs } = step;
  const outcome = 'isError' in step && step.isError && phase === 'SUCCEEDED' ? 'error' : phase.toLowerCase();
  const usage = 'usage' in step ? step.usage : undefined;
  return [
    key,
    'name' in step ? step.name : 'model' in step ? step.model : step.__typename,
    outcome,
    String(attempt),
    latencyMs === null ? '' : `${latencyMs} ms`,
    usage ? String(usage.inputTokens) : '',
    usage ? String(usage.outputTokens) : '',
    usage ? money(usage.cost) : '',
  ];
}

function totals({ usage, progress }: Summary): string[] {
  const { inputTokens, outputTokens, modelCalls, toolCalls, cost } = usage;
  const calls = `${modelCalls} model calls, ${toolCalls} tool calls`;
  return ['in all', calls, '', '', seconds(progress.elapsedMs), String(inputTokens), String(outputTokens), money(cost)];
}

function money({ amount, currency }: { amount: string; currency: string }): string {
  return `${amount} ${currency}`;
}

function table(rows: string[][]): string[] {
  const widths = head.map((_name, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column < wordColumns ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
