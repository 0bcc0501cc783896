import { describe, expect, it } from '@jest/globals';
import { RouteTable } from './route-table.ts';

describe('the route table', () => {
  const routes = new RouteTable();
  routes.add(['GET', 'HEAD'], '/schools/:code');
  routes.add(['PUT'], '/schools/:code');
  routes.add(['GET'], '/a.b/c');
  routes.add(['GET'], '/api/*');

  it.each([
    ['/schools/1?x=/y', ['GET', 'HEAD', 'PUT']],
    ['/schools/1/2', []],
    ['/schools/', []],
    ['/a.b/c', ['GET']],
    ['/aXb/c', []],
    ['/api/anything', []],
  ])('knows the methods of %s', (url, methods) => {
    expect(routes.methodsOf(url)).toEqual(methods);
  });
});
