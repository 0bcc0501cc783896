import { ProblemError } from '../http/problem.ts';
import type { ImportDesk } from '#workbooks';

/** Where uploads wait and what they are imported with; one at a time. */
export class UploadDesk {
  readonly importDesk: ImportDesk;
  /** Holds what is being imported, and nothing else. */
  readonly folder: string;
  #busy = false;

  constructor(importDesk: ImportDesk, folder: string) {
    this.importDesk = importDesk;
    this.folder = folder;
  }

  /** @throws ProblemError `import-in-progress` */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new ProblemError('import-in-progress');
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}
