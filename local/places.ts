/** Where things lie: what outlives a run is below `.local/` of the repository, the rest in a folder of the run's own. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const REPOSITORY = resolve(__dirname, '..');
export const LOCAL_STATE = join(REPOSITORY, '.local');

const RUNS_WITH_LOGS = 5;

export class RunFolders {
  /** Certificates, assemblies, changed configs, the emulator's and the CDK's temporary files. */
  readonly scratch = mkdtempSync(join(tmpdir(), 'role-chaining-'));
  /** What the emulator and each `cdk` call printed; kept when a run fails. */
  readonly logs: string;

  constructor() {
    const allLogs = join(LOCAL_STATE, 'logs');
    mkdirSync(allLogs, { recursive: true });
    for (const old of readdirSync(allLogs).sort().slice(0, -RUNS_WITH_LOGS)) {
      rmSync(join(allLogs, old), { recursive: true, force: true });
    }
    const startedAt = new Date().toISOString().replace(/[:.]/g, '-');
    this.logs = join(allLogs, `${startedAt}-${process.pid}`);
    mkdirSync(this.logs);
  }

  log(name: string): string {
    return join(this.logs, `${name}.log`);
  }

  removeScratch(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }

  removeLogs(): void {
    rmSync(this.logs, { recursive: true, force: true });
  }
}
