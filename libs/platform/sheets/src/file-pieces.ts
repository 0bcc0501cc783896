import type { FileHandle } from 'node:fs/promises';

const pieceBytes = 65_536;

/** The file from its start, whatever was read before. Each piece is good only until the next one is asked for. */
export async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let position = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
