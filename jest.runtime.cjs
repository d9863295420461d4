const { Script } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');

/** What a worker has read and compiled, by file. */
const texts = new Map();
const scripts = new Map();

/**
 * Jest reads and compiles each module again for every test file; this does so once for all test files of a worker. Modules still
 * run anew, in the context of their test file: nothing else is shared.
 */
module.exports = class Runtime extends JestRuntime {
  constructor(...args) {
    super(...args);
    const { executor, fileCache } = this;
    const read = fileCache.readFile.bind(fileCache);
    // Installed packages do not change while jest watches.
    fileCache.readFile = (file) => {
      if (!file.includes('/node_modules/')) return read(file);
      if (!texts.has(file)) texts.set(file, read(file));
      return texts.get(file);
    };
    // Coverage counts characters from the start of a script, where jest has no wrapper.
    if (this._coverageOptions.collectCoverage) return;
    const compile = executor.compile.bind(executor);
    executor.compile = (source, file) => {
      const context = this._environment.getVmContext();
      if (context === null) return null;
      const wrapper = `(function (${executor.injectedModuleParameters.join(', ')}) {`;
      let known = scripts.get(file);
      if (known?.source !== source) {
        try {
          const script = new Script(`${wrapper}${source}\n})`, { filename: file, columnOffset: -wrapper.length });
          known = { source, script };
        } catch {
          return compile(source, file);
        }
        scripts.set(file, known);
      }
      return known.script.runInContext(context);
    };
  }
};
