const quotedOrPlace = /'[^']*'|"[^"]*"|\?/g;

/**
 * Turns each `?` into PostgreSQL's `$1`, `$2` …
 * @throws for a `?` within quotes, where the two databases would part, and when there are more or fewer values
 */
export const numberedPlaces = (sql: string, values: number): string => {
  let places = 0;
  const numbered = sql.replaceAll(quotedOrPlace, (found) => {
    if (found === '?') return `$${(places += 1)}`;
    if (found.includes('?')) throw new Error(`A question mark within quotes: ${sql}`);
    return found;
  });
  if (places !== values) throw new Error(`${places} places for ${values} values: ${sql}`);
  return numbered;
};
