import { describe, expect, it } from '@jest/globals';
import { displayWidth } from '#workbooks';
import { textTable } from './text-table.ts';

describe('a table in a terminal', () => {
  it('counts Chinese characters and full-width signs as two columns', () => {
    expect(['', 'VETO', '一票否决', '〔2022〕9号', '（１）', 'ａ'].map(displayWidth)).toEqual([0, 4, 8, 11, 6, 2]);
  });

  it('aligns columns whatever they are written in, and ends no line in spaces', () => {
    const lines = textTable(
      ['学校', 'state', 'x'],
      [
        ['海口', 'BANNED', ''],
        ['a', '可招生', 'y'],
      ],
    );
    expect(lines).toEqual(['学校  state   x', '----  ------  -', '海口  BANNED', 'a     可招生  y']);
    expect(new Set(lines.map((line) => displayWidth(line.slice(0, line.indexOf('  ') + 2))))).toEqual(new Set([6, 3]));
  });
});
