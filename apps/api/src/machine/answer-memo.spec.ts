import { describe, expect, it } from '@jest/globals';
import { AnswerMemo } from './answer-memo.ts';

const answer = (body: string) => ({
  etag: '',
  headers: [],
  unchangedHeaders: [],
  body,
  school: '1',
  version: 0,
  today: null,
});

describe('the memo of answers', () => {
  it('lets the oldest go when there are too many bytes', () => {
    const memo = new AnswerMemo(10_000);
    for (let i = 0; i < 20; i += 1) memo.set(`/${i}`, answer('x'.repeat(1_000)));
    expect(memo.get('/0')).toBeUndefined();
    expect(memo.get('/19')?.body).toHaveLength(1_000);
  });

  it('counts an answer that takes the place of another once', () => {
    const memo = new AnswerMemo(5_000);
    memo.set('/kept', answer('kept'));
    for (let i = 0; i < 20; i += 1) memo.set('/again', answer('x'.repeat(1_000)));
    expect(memo.get('/kept')?.body).toBe('kept');
  });

  it('keeps nothing under addresses that no honest caller sends', () => {
    const memo = new AnswerMemo(1_000_000);
    memo.set('/'.repeat(600), answer('x'));
    expect(memo.get('/'.repeat(600))).toBeUndefined();
  });
});
