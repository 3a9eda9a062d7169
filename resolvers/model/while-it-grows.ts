/**
 * What `run` says while it works, each shown by `show`, and what it gives in the end. Whoever stops reading has to end
 * the work by its own means; what it says after that is not kept.
 */
export async function* whileItGrows<Piece, Shown>(
  run: (say: (piece: Piece) => void) => Promise<Shown>,
  show: (piece: Piece) => Shown,
): AsyncGenerator<Shown> {
  let pieces: Piece[] = [];
  let wake: () => void = () => undefined;
  let isOver = false;
  const outcome = run((piece) => {
    if (isOver) return;
    pieces.push(piece);
    wake();
  });
  const end = (): void => {
    isOver = true;
    wake();
  };
  outcome.then(end, end);
  try {
    while (!isOver || pieces.length > 0) {
      const said = pieces;
      pieces = [];
      for (const piece of said) yield show(piece);
      if (pieces.length === 0 && !isOver) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    yield await outcome;
  } finally {
    isOver = true;
    pieces = [];
  }
}
