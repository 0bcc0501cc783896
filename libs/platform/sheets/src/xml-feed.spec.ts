import { describe, expect, it } from '@jest/globals';
import { XmlFeed } from './xml-feed.ts';

const heard = (...pieces: string[]): string[] => {
  const events: string[] = [];
  const feed = new XmlFeed('a', {
    open: (name, attributes) => events.push(`<${name} ${Object.entries(attributes).join(' ')}>`),
    text: (text) => events.push(text),
    close: (name) => events.push(`</${name}>`),
  });
  for (const piece of pieces) feed.write(piece);
  feed.end();
  return events;
};

describe('XML in pieces', () => {
  it('hears names without their prefix', () => {
    expect(heard('<x:a xmlns:x="u"><x:', 'b r:id="1"/></x:a>')).toEqual([
      '<a xmlns:x,u>',
      '<b r:id,1>',
      '</b>',
      '</a>',
    ]);
  });

  it.each([
    ['a DOCTYPE with entities', '<!DOCTYPE a [<!ENTITY e "xxxx"><!ENTITY f "&e;&e;">]><a>&f;</a>'],
    ['an unknown entity', '<a>&f;</a>'],
    ['another root', '<b/>'],
    ['an early end', '<a><b>'],
    ['no XML', 'PK'],
    ['nothing', ''],
    ['65 levels', `<a>${'<b>'.repeat(64)}${'</b>'.repeat(64)}</a>`],
  ])('refuses %s', (_, xml) => {
    expect(() => heard(xml)).toThrow(expect.objectContaining({ code: 'not-a-workbook' }));
  });

  it.each([
    ['text', '<a>', 'x'],
    ['comment', '<a><!--', 'x'],
    ['attribute', '<a b="', 'x'],
    ['DOCTYPE', '<!DOCTYPE a [', ' '],
  ])('refuses an endless %s before it fills the memory', (_, start, more) => {
    const pieces = Array.from({ length: 20 }, () => more.repeat(65_536));
    expect(() => heard(start, ...pieces)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
