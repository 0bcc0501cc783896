/** East Asian wide and full-width characters, which take two places in a terminal and in a spreadsheet. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many places a line of text takes: a Chinese character takes two. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const char of text) width += wide.test(char) ? 2 : 1;
  return width;
};

const filler = (text: string, width: number): string => ' '.repeat(Math.max(0, width - displayWidth(text)));

/** Lines of equal columns; the first column leads from the left, the others (numbers) stand at the right. */
export const alignedTable = (lines: readonly (readonly string[])[]): readonly string[] => {
  const widths: number[] = [];
  for (const line of lines)
    for (const [i, cell] of line.entries()) widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell));
  return lines.map((line) =>
    line
      .map((cell, i) => (i === 0 ? cell + filler(cell, widths[i] ?? 0) : filler(cell, widths[i] ?? 0) + cell))
      .join('  ')
      .trimEnd(),
  );
};
