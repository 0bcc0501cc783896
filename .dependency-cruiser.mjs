// The house rules, one sentence each. `npm run arch` runs them; test/architecture.spec.ts proves they can fail.
const spec = '\\.spec(-kit)?\\.tsx?$';
const npm = '(^|/)node_modules/';
const node =
  '^(node:)?(crypto|fs|path|url|os|stream|util|events|timers|async_hooks|worker_threads|zlib|perf_hooks|net|dns|tls|http|https|child_process)(/|$)';

/** Files under `folder` may reach only the listed places. */
const mayReach = (name, comment, folder, places) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: spec },
  to: { pathNot: places },
});

/** Neighbours under `group` do not know each other. */
const strangers = (group) => ({
  name: `${group}-are-strangers`,
  severity: 'error',
  comment: `A folder of libs/${group} never imports its neighbour.`,
  from: { path: `^libs/${group}/([^/]+)/` },
  to: { path: `^libs/${group}/`, pathNot: `^libs/${group}/$1/` },
});

export default {
  forbidden: [
    mayReach('kernel-needs-no-one', 'Shared words import nothing.', 'libs/kernel', ['^libs/kernel/']),
    mayReach('contracts-need-no-one', 'HTTP words import nothing.', 'libs/contracts', ['^libs/contracts/']),
    mayReach('law-is-pure', 'The law imports the kernel: no npm, no node, no clock.', 'libs/law', [
      '^libs/(law|kernel)/',
    ]),
    mayReach('domain-is-pure', 'A decision knows the law and the kernel: no npm, no node, no clock.', 'libs/domain', [
      '^libs/(domain|law|kernel)/',
    ]),
    mayReach(
      'facts-fold-events',
      'Facts fold event types into what the law reads: no npm, no node, no clock.',
      'libs/facts',
      ['^libs/(facts|domain|law|kernel)/'],
    ),
    mayReach('policy-is-pure', 'Who may do what is a table: no npm, no node, no clock.', 'libs/policy', [
      '^libs/(policy|kernel)/',
    ]),
    mayReach('platform-knows-no-law', 'Storage does not know what it stores.', 'libs/platform', [
      '^libs/(platform|kernel)/',
      npm,
      node,
    ]),
    mayReach('commands-flow-down', 'command -> decide -> event store.', 'libs/commands', [
      '^libs/(commands|domain|facts|policy|law|platform|kernel)/',
      npm,
      node,
    ]),
    mayReach('processes-react', 'event -> command.', 'libs/processes', [
      '^libs/(processes|domain|policy|law|platform|kernel)/',
      npm,
    ]),
    mayReach('read-models-answer', 'event -> row -> answer.', 'libs/read-models', [
      '^libs/(read-models|domain|facts|law|platform|kernel|contracts)/',
      npm,
    ]),
    mayReach('wording-needs-no-one', 'Sentences for people import nothing.', 'libs/wording', ['^libs/wording/']),
    mayReach('workbooks-become-commands', 'sheet -> row -> command -> report.', 'libs/workbooks', [
      '^libs/(workbooks|commands|domain|law|contracts|wording|platform|kernel)/',
      npm,
      node,
    ]),
    mayReach('web-speaks-http-only', 'The console knows the contracts and the wording, not the server.', 'apps/web', [
      '^apps/web/',
      '^libs/(contracts|wording)/',
      npm,
    ]),
    strangers('domain'),
    strangers('processes'),
    strangers('read-models'),
    {
      name: 'apps-are-strangers',
      severity: 'error',
      comment: 'One program never imports another.',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'apps-are-leaves',
      severity: 'error',
      comment: 'No lib imports a program.',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'read-models-never-decide',
      severity: 'error',
      comment: 'A projection takes event types from the domain, never code.',
      from: { path: '^libs/read-models/', pathNot: spec },
      to: { path: '^libs/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'facts-never-decide',
      severity: 'error',
      comment: 'The fold of facts takes event types from the domain, never code.',
      from: { path: '^libs/facts/', pathNot: spec },
      to: { path: '^libs/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'policy-is-asked-at-the-doors',
      severity: 'error',
      comment: 'Programs, commands and processes ask who may; rules, storage and read models never do.',
      from: { pathNot: ['^apps/', '^libs/(policy|commands|processes|testing)/', '^test/', spec] },
      to: { path: '^libs/policy/' },
    },
    {
      name: 'only-the-public-face',
      severity: 'error',
      comment: 'Enter a lib by its src/index.ts.',
      from: {
        path: '^(apps/[^/]+|test|libs/(?:kernel|contracts|law|facts|policy|wording|commands|workbooks|composition|testing)|libs/[^/]+/[^/]+)/',
      },
      to: {
        path: '^libs/(?:kernel|contracts|law|facts|policy|wording|commands|workbooks|composition|testing|[^/]+/[^/]+)/src/(?!index\\.ts$)',
        pathNot: '^$1/',
      },
    },
    {
      name: 'adapters-are-chosen-once',
      severity: 'error',
      comment:
        'Only libs/composition names a concrete store; trials, journeys and measurements may do so to break or weigh one.',
      from: { pathNot: ['^libs/composition/', '^libs/platform/', '^test/', '^bench/', spec] },
      to: { path: '^libs/platform/(event-store|read-store)-[a-z]+/' },
    },
    {
      name: 'drivers-stay-in-platform',
      severity: 'error',
      comment: 'Database drivers are imported by libs/platform alone; tests may look behind it.',
      from: { pathNot: ['^libs/platform/', '^libs/testing/', '^test/', '^bench/'] },
      to: { path: '(^|/)(better-sqlite3|pg|@kurrent/kurrentdb-client)(/|$)' },
    },
    {
      name: 'test-kit-is-for-tests',
      severity: 'error',
      comment: 'libs/testing is imported by specs alone.',
      from: { pathNot: [spec, '^libs/testing/', '^test/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'machine-api-only-reads',
      severity: 'error',
      comment: 'Other systems ask; they never command.',
      from: { path: '^apps/api/src/machine/', pathNot: spec },
      to: { path: '^libs/(domain|law|commands|processes|platform)/' },
    },
    {
      name: 'web-features-are-strangers',
      severity: 'error',
      comment: 'Screens meet in app/, not in each other.',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/(features|app)/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'web-ui-is-plain',
      severity: 'error',
      comment: 'A button knows no business word.',
      from: { path: '^apps/web/src/ui/' },
      to: { path: '^(apps/web/src/(app|features|api)/|libs/)' },
    },
    { name: 'not-to-spec', severity: 'error', from: { pathNot: spec }, to: { path: spec } },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] }, // packages that export `import` alone
    doNotFollow: { path: 'node_modules' },
  },
};
