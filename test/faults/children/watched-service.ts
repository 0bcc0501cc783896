// The service itself, and a look from inside at what every object inherits: SIGUSR2 asks for it, SIGHUP spoils it.
import '../../../apps/api/src/server.ts'; // libraries may change prototypes while they are loaded

const inherited = { Object, Array, Function, String, Number, Promise, Map, Set, Error };

/** Every member of every prototype. */
const members = (): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(inherited).flatMap(([name, { prototype }]) =>
      Reflect.ownKeys(prototype).map((key) => {
        const found = Reflect.getOwnPropertyDescriptor(prototype, key);
        return [`${name}.${String(key)}`, found?.value ?? found?.get] as const;
      }),
    ),
  );

const before = members();

process.on('SIGUSR2', () => {
  const now = members();
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key));
  process.stdout.write(`inherited ${JSON.stringify(changed)}\n`);
});
process.on('SIGHUP', () => {
  // Not enumerable: libraries that look through their labels would stumble over it.
  Reflect.defineProperty(Object.prototype, 'spoilt', { value: true });
  process.stdout.write('spoilt now\n');
});

await import('../../../apps/api/src/main.ts');
