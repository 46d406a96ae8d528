import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, SettingsRefused, type Configuration, type Options, type Problem } from '../../config/index.ts';

/** A folder that Postern could be started in. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'postern-settings-'));

  /** Puts a file into it. @returns its path */
  write(name: string, text: string): string {
    const file = join(this.path, name);
    writeFileSync(file, text);
    return file;
  }

  load(environment: NodeJS.ProcessEnv = {}, options: Options = {}): Configuration {
    return loadSettings(options, environment, this.path);
  }

  /** What is wrong with the settings; nothing where they would be taken. */
  problems(environment: NodeJS.ProcessEnv = {}, options: Options = {}): readonly Problem[] {
    try {
      this.load(environment, options);
      return [];
    } catch (error) {
      if (error instanceof SettingsRefused) return error.problems;
      throw error;
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** An environment that production starts with. */
export const production = {
  POSTERN_ISSUER: 'https://id.example.com',
  POSTERN_MASTER_KEY: `k1:${randomBytes(32).toString('base64url')}`,
  POSTERN_SMTP_URL: 'smtps://postern:password@smtp.example.com',
};
