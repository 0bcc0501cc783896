/** The data directory, or a file in it, cannot be used; the message is one line for the operator. */
export class DirectoryUnusable extends Error {
  readonly code = 'directory-unusable';

  constructor(directory: string, why: string, cause?: unknown) {
    super(`The data directory ${directory} cannot be used: ${why}.`, { cause });
    this.name = 'DirectoryUnusable';
  }
}

/** Another process writes to this directory. It is safe to try again once that one has ended, however it ends. */
export class DirectoryInUse extends Error {
  readonly code = 'directory-in-use';

  constructor(directory: string) {
    super(`The data directory ${directory} is in use by another writer.`);
    this.name = 'DirectoryInUse';
  }
}

/** The file was written by a later release. Nothing in it was touched. */
export class NewerFormat extends Error {
  readonly code = 'newer-format';

  constructor(
    file: string,
    readonly found: number,
    readonly known: number,
  ) {
    super(`${file} has format ${found}; this release knows up to ${known}. Use the release that wrote it.`);
    this.name = 'NewerFormat';
  }
}
