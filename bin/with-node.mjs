#!/usr/bin/env node
import { resolve } from 'node:path';
import { launch } from './launch.mjs';

const [file, ...args] = process.argv.slice(2);
if (file) {
  await launch(resolve(file), args, { dev: true });
} else {
  process.stderr.write('Usage: node bin/with-node.mjs <file.ts> [arguments]\n');
  process.exitCode = 1;
}
