// Texts that end a string, a statement, a command, a path, a template or a line somewhere; 200 of them.

const endings = ["'", '"', "')", '"))', '`', '\\', "\\'", ';', '*/', '-->'];

const payloads = [
  ' OR 1=1 --',
  ' OR SLEEP(9) --',
  '; DROP TABLE events; --',
  ' UNION SELECT name FROM sqlite_master --',
  '; SELECT pg_sleep(9); --',
  '|| (SELECT 1) ||',
  '; ATTACH DATABASE "x" AS y; --',
  "; COPY t TO PROGRAM 'id'; --",
  ' AND randomblob(1000000000) --',
  '%',
  '$(id)',
  '`id`',
  '| cat /etc/passwd',
  '&& id',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  '../../../../etc/passwd',
  '{"$ne":null}',
  ')(uid=*',
];

export const injections: readonly string[] = endings.flatMap((ending) => payloads.map((payload) => ending + payload));
