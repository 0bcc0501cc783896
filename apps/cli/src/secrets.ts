import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { Option } from 'commander';
import type { Command } from 'commander';
import { RefusedError } from '#commands';
import { openRegisterAt, rekeyableStores, rekeySecretsOf } from '#composition';
import { RekeySecrets } from '#domain/secret-stores';
import type { SecretStoreName } from '#domain/secret-stores';
import { sentenceFor } from '#wording';
import { globalOptions, placeOf, refused, write } from './output.ts';
import { systemUser } from './system-user.ts';

interface RekeyOptions {
  readonly store: SecretStoreName;
  readonly newKeyFile?: string;
}

/** `redline secrets rekey --store …`: with every service stopped. The order is in the log before a row is touched. */
export const addSecrets = (program: Command): void => {
  program
    .command('secrets')
    .description('change the keys that seal what stands beside the log')
    .command('rekey')
    .description('seal a store of secrets under another key; stop every service first')
    .addOption(new Option('--store <store>', 'which').choices(rekeyableStores).makeOptionMandatory())
    .option('--new-key-file <file>', 'holds the new key, base64 of 32 bytes; needed in a cluster, else made')
    .action(async ({ store, newKeyFile }: RekeyOptions, command: Command) => {
      const global = globalOptions(command);
      const place = placeOf(global);
      const newKey = newKeyFile === undefined ? undefined : readFileSync(newKeyFile, 'utf8');
      const register = await openRegisterAt(place); // on one machine: nobody else has it open
      const by = { actor: systemUser(), actorTrust: 'unverified', source: 'cli' } as const;
      const record = () =>
        register.gateway.execute(new RekeySecrets({ store, at: new Date().toISOString(), host: hostname() }), by);
      try {
        const { outcome, texts } = await rekeySecretsOf(place, store, { newKey, record });
        const said = outcome === 'rekeyed' ? 'secrets-rekeyed' : 'secrets-rekeyed-already';
        await write(
          global.json
            ? `${JSON.stringify({ store, outcome, texts })}\n`
            : `${sentenceFor(said, global.lang, `${store}, ${texts}`)}\n`,
        );
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        await refused(error.refusals, global);
      } finally {
        await register.close();
      }
    });
};
