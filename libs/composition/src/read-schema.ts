/** The schema of the read models; the sequenced log stands in `public`, and nothing is ever dropped there. */
export const readSchema = 'read_models';
