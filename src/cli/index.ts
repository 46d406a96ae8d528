/** `postern <command>`: what bin/postern.mjs starts. */
import { run } from './program.ts';

// What reads our output may stop reading it (`postern audit tail | head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2));
