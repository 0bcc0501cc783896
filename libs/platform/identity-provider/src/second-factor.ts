/** What proves that more than a password was used. With neither list nothing is asked for. */
export interface SecondFactor {
  /** Asked for as `acr_values`; the answer must be one of them, and then `amr` is not looked at. */
  readonly acr?: readonly string[] | undefined;
  /** Without `acr`: one of these methods (RFC 8176) must be among the answer's. */
  readonly amr?: readonly string[] | undefined;
}

/** What an id_token says of how the person proved who they are. */
export interface Proof {
  readonly acr: string | undefined;
  readonly amr: readonly string[];
}

/** Whether the proof is less than what is asked for. */
export const lacksSecondFactor = (proof: Proof, { acr = [], amr = [] }: SecondFactor): boolean => {
  if (acr.length > 0) return proof.acr === undefined || !acr.includes(proof.acr);
  return amr.length > 0 && !amr.some((method) => proof.amr.includes(method));
};
