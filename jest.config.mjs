// Four suites, told apart by the file's last suffix: what a test may touch is written in its name.
const suite = (name, testRegex, testPathIgnorePatterns = []) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex,
  testPathIgnorePatterns,
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '@swc/jest' },
});

export default {
  // A bound against hanging, not a measure: tests start programs and flush disks beside whatever else a machine does.
  testTimeout: 300_000,
  // Modules of a file that ended are not let go of: after two hundred files one process stands in its garbage for minutes.
  workerIdleMemoryLimit: '1GB',
  projects: [
    suite('unit', '\\.spec\\.ts$', ['\\.(int|e2e)\\.spec\\.ts$', '<rootDir>/test/']),
    suite('int', '\\.int\\.spec\\.ts$'),
    suite('e2e', '\\.e2e\\.spec\\.ts$'),
    suite('arch', '/test/(architecture|tidy)\\.spec\\.ts$'),
  ],
};
