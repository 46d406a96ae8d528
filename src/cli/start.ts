import type { Command } from 'commander';
import { giveBackMemory } from '../../adapters/memory.ts';
import type { Configuration } from '../../config/index.ts';
import { letHashesGiveWay } from './priority.ts';
import { readyMessage } from './ready.ts';
import { untilStopped } from './stopping.ts';
import { settingsFor, withSettings, type SharedOptions } from './settings.ts';

export function register(program: Command): void {
  withSettings(program.command('start'))
    .description('Start the server; in development the demo app, too')
    .action(async (options: SharedOptions) => {
      const configuration = settingsFor(options);
      const { settings } = configuration;
      await untilStopped(process, async () => {
        const [{ startNode }, { refuseWhatDoesNotHold }] = await Promise.all([
          import('../main.ts'),
          import('../settings-hold.ts'),
        ]);
        await refuseWhatDoesNotHold(settings);
        const node = await startNode(settings).catch((error: unknown) => {
          throw explain(error, settings);
        });
        giveBackMemory();
        letHashesGiveWay();
        tell(configuration, options);
        // What failed is in the log; whoever started this is told by the exit code.
        return { stop: () => node.stop().catch(() => void (process.exitCode = 1)) };
      });
      // Everything is finished by now; a connection that somebody keeps open is no reason to stay.
      process.exit();
    });
}

/** In production stdout belongs to the log, which a machine reads. */
function tell(configuration: Configuration, options: SharedOptions): void {
  const { settings } = configuration;
  if (settings.profile === 'development') {
    const config = options.config ?? process.env['POSTERN_CONFIG'];
    process.stdout.write(readyMessage(configuration, process.cwd(), config));
  } else process.stderr.write(`Postern is ready: ${settings.issuer}\n`);
}

/** Puts what the operating system says about a port in words. */
function explain(error: unknown, settings: Configuration['settings']): unknown {
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const at = `${address ?? ''}:${port ?? ''}`;
  if (code === 'EADDRINUSE') {
    const { demo, metrics } = settings;
    const another =
      port === demo.port
        ? "set demo.port (POSTERN_DEMO_PORT) to another; it is the demo app's"
        : port === metrics.port
          ? 'set metrics.port (POSTERN_METRICS_PORT) to another; it is for the metrics'
          : 'choose another port (--port, POSTERN_PORT)';
    return new Error(`${at} is taken: stop the program that listens there, or ${another}.`, { cause: error });
  }
  if (code === 'EACCES' && port)
    return new Error(`${at} may not be listened on by this user: choose a port from 1024 on.`, { cause: error });
  if (code === 'EADDRNOTAVAIL') return new Error(`${at} is no address of this machine.`, { cause: error });
  return error;
}
