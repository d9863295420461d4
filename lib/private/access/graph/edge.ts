/** Who can become whom, or make what holds whom. */
export type Mechanism =
  'assume' | 'webIdentity' | 'podIdentity' | 'service' | 'passRole' | 'attachProfile' | 'userData' | 'command';

/** Somebody who is no principal of the model. */
export interface Outside {
  readonly type: 'account' | 'principal' | 'anybody' | 'service' | 'identityProvider';
  /** Unique among all nodes. */
  readonly id: string;
}

export interface Edge {
  /** The id of a principal of the model, or of somebody outside. */
  readonly from: string;
  readonly to: string;
  readonly mechanism: Mechanism;
  /** What must be so besides, in words; empty for an edge that is always there. */
  readonly conditions: readonly string[];
  /** Whether both halves are there; a half edge lets nobody in. */
  readonly complete: boolean;
  /** Of a half edge, which half is missing and why. */
  readonly missing?: { readonly half: 'trust' | 'permission'; readonly why: string };
}
