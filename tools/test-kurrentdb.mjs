// npm run test:kurrentdb: the contract over the wire, and against what, said first.
import { spawnSync } from 'node:child_process';

const specs = 'event-store-kurrentdb/src/(kurrent-event-store|commit-feed\\.int|deleted-streams)';
// The address may hold a password: it is not repeated.
console.log(
  process.env['KURRENTDB_URL']
    ? 'Against the server of KURRENTDB_URL, in streams of this run alone; the plain append against the fake.'
    : 'Against the fake, for KURRENTDB_URL is not set. A server: KURRENTDB_URL=kurrentdb://admin:…@host:2113?tlsCaFile=… npm run test:kurrentdb',
);
const order = ['run', '-s', 'jest', '--', '--runInBand', '--selectProjects', 'int', '--testPathPatterns', specs];
const { status } = spawnSync('npm', [...order, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
