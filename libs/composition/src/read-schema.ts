/**
 * The schema of the read models; the sequenced log stands in `public`, and nothing is ever dropped there. Another name
 * whenever the tables of the runner become other ones: what stands under the old name is never read again.
 */
export const readSchema = 'read_models_2';

/** Among how many hands the projections of a cluster are shared out. Another number is built beside the old rows. */
export const partitions = 4;
