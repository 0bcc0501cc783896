/** What one operation costs. CPU is user + system of the process that does the work. */
export interface Cost {
  readonly cpuUs: number;
  readonly wallUs: number;
}

/** `atLeast`: our speed as a share of the peer's. `atMost`: our cost as a multiple of the peer's. */
export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** By which of the two costs the goal is judged: CPU, but for what is made of waiting. */
export type Judge = 'cpuUs' | 'wallUs';

/** One comparison: two sides that took turns in one run. */
export interface Figure {
  readonly what: string;
  readonly ours: Cost;
  readonly peer: Cost & { readonly name: string };
  /** What one operation is: `question`, `event`. */
  readonly per: string;
  readonly goal: Goal;
  readonly judge?: Judge;
  /** Sizes, hit rates and batch sizes: without them a number says nothing. */
  readonly data: string;
}

/** A number without a peer, held against a bound; or a note such as "not installed". */
export interface Remark {
  readonly what: string;
  readonly said: string;
  readonly isMet?: boolean;
}

export type Finding = Figure | Remark;

/** One row of the table of goals. */
export interface Row {
  readonly id: string;
  readonly work: string;
  run(options: Options): Promise<readonly Finding[]>;
}

export interface Options {
  /** Fewer rounds and less data: to see that it runs, not to be quoted. */
  readonly quick: boolean;
  readonly rounds: number;
  /** Another size for the larger log, where a row takes it. */
  readonly events?: number;
}

/** The ratio that the goal is about. */
export const ratioOf = ({ ours, peer, goal, judge = 'cpuUs' }: Figure): number =>
  'atLeast' in goal ? peer[judge] / ours[judge] : ours[judge] / peer[judge];

/** Whether the goal is met. */
export const isMet = (figure: Figure): boolean =>
  'atLeast' in figure.goal ? ratioOf(figure) >= figure.goal.atLeast : ratioOf(figure) <= figure.goal.atMost;
