/** Which methods an address knows: what a 405 says. Addresses with a wildcard are left out, they know everything. */
export class RouteTable {
  readonly #routes: { readonly methods: readonly string[]; readonly shape: RegExp }[] = [];

  add(methods: readonly string[], pattern: string): void {
    if (pattern.includes('*')) return;
    const parts = pattern.split('/').map((part) => (part.startsWith(':') ? '[^/]+' : escaped(part)));
    this.#routes.push({ methods, shape: new RegExp(`^${parts.join('/')}$`) });
  }

  methodsOf(url: string): readonly string[] {
    const path = url.split('?')[0] ?? '';
    return [
      ...new Set(this.#routes.filter(({ shape }) => shape.test(path)).flatMap(({ methods }) => methods)),
    ].toSorted();
  }
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
