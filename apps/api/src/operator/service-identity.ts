import { readFileSync } from 'node:fs';
import { rulesVersion } from '#law';

/** What this process says of itself. */
export class ServiceIdentity {
  readonly name = 'redline';
  readonly version = releaseVersion();
  readonly rulesVersion = rulesVersion;
  readonly mode: string;

  constructor(mode: string) {
    this.mode = mode;
  }
}

/** The package file stands as far above the sources as above what is built from them. */
const releaseVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'));
  return (manifest as { readonly version: string }).version;
};
