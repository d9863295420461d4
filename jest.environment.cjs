const asyncHooks = require('node:async_hooks');
const { mkdtempSync, rmSync, statfsSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

/** Files in memory, where the platform has them: a disk takes longer for a cloud assembly than CDK does for the rest of a synth. */
const MEMORY = '/dev/shm';
const ENOUGH = 2 ** 30; // A container often has 64 MB of it.

function scratch() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize >= ENOUGH) return mkdtempSync(join(MEMORY, 'jest-'));
  } catch {
    // Not there, or not for us.
  }
  return mkdtempSync(join(tmpdir(), 'jest-'));
}

const storages = new Set();

// Jest makes one for each test file and leaves it on, so that all of them hear of every promise of the files that a worker still runs.
asyncHooks.AsyncLocalStorage = class extends asyncHooks.AsyncLocalStorage {
  constructor(...args) {
    super(...args);
    storages.add(this);
  }
};

const streams = [process.stdout, process.stderr];

/** Has a test file leave nothing behind: no temporary file, and nothing in its worker that slows down the next or keeps this in memory. */
module.exports = class Environment extends TestEnvironment {
  constructor(...args) {
    const outside = process.env.TMPDIR;
    const folder = scratch();
    process.env.TMPDIR = folder;
    super(...args);
    Object.assign(this, { outside, folder, listeners: streams.map((stream) => stream.listeners('error')) });
  }

  async teardown() {
    await super.teardown();
    if (this.outside === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = this.outside;
    rmSync(this.folder, { recursive: true, force: true });
    for (const storage of storages) storage.disable();
    storages.clear();
    streams.forEach((stream, n) => {
      for (const listener of stream.listeners('error')) {
        if (!this.listeners[n].includes(listener)) stream.off('error', listener);
      }
    });
  }
};
