#!/usr/bin/env node
import { join } from 'node:path';
import { launch, root } from './launch.mjs';

await launch(join(root, 'src', 'cli', 'index.ts'), process.argv.slice(2), { dev: false });
