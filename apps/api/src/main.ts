import { readConfig } from './config.ts';
import type { RunningServer } from './server.ts';

const drainMs = 9_500;

/** One line for the operator; nothing was changed that is not whole. */
const fail = (error: unknown): void => {
  process.stderr.write(`redline: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}\n`);
  process.exitCode = 1;
};

/** Answers what is under way and lets go; what takes longer than that is cut off, which loses nothing acknowledged. */
const drain = async (server: RunningServer): Promise<void> => {
  const cutOff = setTimeout(() => {
    process.stderr.write('redline: cut off what was still under way\n');
    process.exit(0);
  }, drainMs);
  try {
    await server.close();
  } catch (error) {
    fail(error);
  }
  clearTimeout(cutOff);
  process.exit();
};

// Node opens its inspector, and with it the whole process, at SIGUSR1, unless somebody else takes the signal.
process.on('SIGUSR1', () => undefined);

try {
  const config = readConfig(process.env);
  const { startServer } = await import('./server.ts'); // a bad setting ends the start before anything else is loaded
  const server = await startServer(config);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void drain(server));
  if (server.setup)
    process.stdout.write(
      `初始化令牌 setup token (还没有人能登录 nobody can sign in yet; 有效至 until ${server.setup.expiresAt}): ${server.setup.token}\n`,
    );
  process.stdout.write(`Redline: ${server.url}\n`);
} catch (error) {
  fail(error);
}
