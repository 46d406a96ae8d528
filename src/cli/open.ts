import type { Rooms } from '../rooms/index.ts';
import { systemClock } from '../clock.ts';
import { settingsFor, type SharedOptions } from './settings.ts';

/**
 * Opens the installation that the settings name, for one command, and closes it afterwards: whether a node runs on the
 * same store or not. Whatever the command changed is then known to every node, and its events are delivered.
 */
export async function withApp<T>(options: SharedOptions, work: (rooms: Rooms) => Promise<T>): Promise<T> {
  const { settings } = settingsFor(options);
  // Loaded here: `postern help` needs no database.
  const { openRooms } = await import('../rooms/index.ts');
  const warn = (message: string) => void process.stderr.write(`warning: ${message}\n`);
  const rooms = await openRooms(settings, {
    clock: systemClock,
    warn,
    report: (error) => warn(error instanceof Error ? error.message : String(error)),
  });
  try {
    return await work(rooms);
  } finally {
    await rooms.close();
  }
}
