import { expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTableSql, ReadStoreUnavailable } from '#platform/read-store';
import type { WriteTransaction } from '#platform/read-store';
import type { OpenReadStore } from './read-store-places.ts';
import { named, row, tally } from './read-store-under-test.ts';
import type { UnderTest } from './read-store-under-test.ts';

export const transactionContract = (under: UnderTest): void => {
  followsAnother(under);
  isAllOrNothing(under);
  endsOnce(under);
  isSeenAfterwards(under);
};

const followsAnother = (under: UnderTest): void => {
  it('keeps every row of five asked for at once', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(
      ids.map((id) =>
        under.store.write(async (tx) => {
          await tx.upsert(tally, [row(id, 1, 1)]);
          await nextTurn();
          await tx.upsert(tally, [row(id, 1, 2)]);
        }),
      ),
    );
    expect((await under.rows()).map(named)).toEqual(ids.flatMap((id) => [`${id}1`, `${id}2`]));
  });

  it('begins when the one asked for before it has ended', async () => {
    const steps: string[] = [];
    const work = (name: string) => async (tx: WriteTransaction) => {
      steps.push(`${name} in`);
      await tx.upsert(tally, [row(name)]);
      await nextTurn();
      steps.push(`${name} out`);
    };
    await Promise.all([under.store.write(work('a')), under.store.write(work('b'))]);
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('of two stores lets one alone move a checkpoint', async () => {
    const other = await under.place.open([tally]);
    try {
      await under.store.write((tx) => tx.upsert(tally, [row('checkpoint', 7)]));
      const move = (store: OpenReadStore) =>
        store
          .write(async (tx) => {
            const moved = await tx.run(`UPDATE ${tx.table(tally)} SET hits = ? WHERE id = ? AND hits = ?`, [
              8,
              'checkpoint',
              7,
            ]);
            await nextTurn();
            return moved;
          })
          .catch((error: unknown) => (error instanceof ReadStoreUnavailable ? 0 : Promise.reject(error)));
      const moved = await Promise.all([move(under.store), move(other)]);
      expect(moved.toSorted()).toEqual([0, 1]);
      expect(await under.rows()).toEqual([row('checkpoint', 8)]);
    } finally {
      await other.close();
    }
  });
};

const isAllOrNothing = (under: UnderTest): void => {
  it('that throws leaves nothing, and its neighbours everything', async () => {
    const failing = under.store.write(async (tx) => {
      await tx.upsert(tally, [row('gone')]);
      await nextTurn();
      throw new Error('no');
    });
    const other = under.store.write((tx) => tx.upsert(tally, [row('kept')]));
    await expect(failing).rejects.toThrow('no');
    await other;
    expect((await under.rows()).map(named)).toEqual(['kept0']);
  });

  it('whose work swallows the error of a statement leaves nothing, and says so', async () => {
    const swallowing = under.store.write(async (tx) => {
      await tx.upsert(tally, [row('gone')]);
      await tx.run('nonsense').catch(() => undefined);
      return 'done';
    });
    // Not toThrow: a native driver's error may be of another realm's class.
    const failure = { message: expect.stringContaining('nonsense') };
    await expect(swallowing).rejects.toMatchObject(failure);
    const goingOn = under.store.write(async (tx) => {
      await tx.run('nonsense').catch(() => undefined);
      await tx.upsert(tally, [row('gone')]);
    });
    await expect(goingOn).rejects.toMatchObject(failure);
    await under.store.write((tx) => tx.upsert(tally, [row('kept')]));
    expect((await under.rows()).map(named)).toEqual(['kept0']);
  });

  it.each([
    ['nonsense', []],
    ['SELECT hits FROM nowhere', []],
    ['DELETE FROM tally WHERE id = ?', []],
    ['DELETE FROM tally', ['too much']],
    ['DELETE FROM tally; DELETE FROM tally', []],
    [`INSERT INTO tally (id, part, hits) VALUES ('a', 0, NULL)`, []],
    [`INSERT INTO tally (id, part, hits) VALUES ('a', 0, 1), ('a', 0, 1)`, []],
  ])('tells a wrong statement from a failing storage: %s', async (sql, values) => {
    await under.store.write((tx) => tx.upsert(tally, [row('kept')]));
    const error: unknown = await under.store.write((tx) => tx.run(sql, values)).catch((thrown: unknown) => thrown);
    expect(error).toHaveProperty('message');
    expect(error).not.toBeInstanceOf(ReadStoreUnavailable);
    expect(await under.rows()).toEqual([row('kept')]);
  });

  it('takes its tables and views with it', async () => {
    const swap = async (tx: WriteTransaction, to: string): Promise<void> => {
      await tx.run('DROP VIEW IF EXISTS front');
      await tx.run(createTableSql(under.store.dataSource, tally, to));
      await tx.run(`CREATE VIEW front AS SELECT * FROM ${to}`);
      await tx.renamed(() => to).upsert(tally, [row(to)]);
    };
    const front = () => under.store.dataSource.query<unknown[]>('SELECT id FROM front');
    await under.store.write((tx) => swap(tx, 'blue'));
    const failing = under.store.write(async (tx) => {
      await swap(tx, 'green');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await front()).toEqual([{ id: 'blue' }]);
    await under.store.write((tx) => swap(tx, 'green'));
    expect(await front()).toEqual([{ id: 'green' }]);
  });
};

const endsOnce = (under: UnderTest): void => {
  it('refuses a call after its end', async () => {
    let leaked: WriteTransaction | undefined;
    await under.store.write(async (tx) => {
      leaked = tx.renamed((table) => table);
    });
    await expect(leaked?.run('DELETE FROM tally')).rejects.toThrow('over');
    await expect(leaked?.find(tally, ['a'])).rejects.toThrow('over');
    await expect(leaked?.upsert(tally, [row('a')])).rejects.toThrow('over');
  });

  it('is refused after closing, which waits for those asked for before, and can be asked twice', async () => {
    const last = under.store.write(async (tx) => {
      await nextTurn();
      await tx.upsert(tally, [row('last')]);
    });
    await under.store.close();
    await last;
    await expect(under.store.write(async () => undefined)).rejects.toMatchObject({ code: 'CLOSED' });
    await under.store.close();
    under.store = await under.place.open([tally]);
    expect(await under.rows()).toEqual([row('last')]);
  });
};

const isSeenAfterwards = (under: UnderTest): void => {
  it('shows a reader nothing before the commit, and itself everything', async () => {
    await under.store.write(async (tx) => {
      await tx.upsert(tally, [row('a')]);
      expect(await under.rows()).toEqual([]);
      expect(await tx.find(tally, ['a'])).toEqual([row('a')]);
    });
    expect(await under.rows()).toEqual([row('a')]);
  });

  it('is the only way to write, also while one is open', async () => {
    const repository = under.store.dataSource.getRepository(tally);
    await under.store.write(async (tx) => {
      await tx.upsert(tally, [row('a')]);
      await expect(repository.save(row('b'))).rejects.toThrow(/read-?only/);
    });
    await expect(under.store.dataSource.query('DELETE FROM tally')).rejects.toThrow(/read-?only/);
    expect(await under.rows()).toEqual([row('a')]);
  });
};
