import { StoreUnavailable } from './store.ts';

/** These databases did not pass a check. */
export class DatabaseUnavailable extends StoreUnavailable {
  /** Of `MongoDB`, `Redis`, `SQLite`. */
  readonly databases: readonly string[];

  /** @param failures by the database's name */
  constructor(failures: ReadonlyMap<string, unknown>) {
    const told = [...failures].map(([name, why]) => `${name}: ${why instanceof Error ? why.message : String(why)}`);
    super(told.join('; '), { cause: [...failures.values()][0] });
    this.name = 'DatabaseUnavailable';
    this.databases = [...failures.keys()];
  }
}
