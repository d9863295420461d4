/** How much a finding weighs. */
export enum Severity {
  /** Fails the synth. */
  ERROR = 'error',

  /** Is told, and no more. */
  WARNING = 'warning',
}
