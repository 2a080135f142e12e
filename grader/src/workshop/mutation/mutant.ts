import type ts from "typescript";

/** A change to the reference, of the kind that a student's mistake makes. */
export interface Mutant {
  /** A path under solution/src. */
  readonly file: string;
  /** The exercise function that it changes, directly or through a helper. */
  readonly functionName: string;
  readonly line: number;
  /** The line on which the change begins, trimmed; it identifies the mutant without a line number. */
  readonly at: string;
  readonly operator: string;
  /** In this and in the next two, white space is collapsed. */
  readonly original: string;
  readonly replacement: string;
  /** What the old text is a part of: tf.sign(w) of w. */
  readonly within: string;
  /** The whole file, changed and compiled to a CommonJS module. */
  readonly code: string;
}

/** What an operator makes of a node: the text that replaces the node, or another one. */
export type Change =
  | string
  | {
      readonly text: string;
      /** The replaced node, if it is not the visited one. */
      readonly node?: ts.Node;
      /** Where the replaced text begins or ends, if that differs from the node. */
      readonly range?: readonly [start: number, end: number];
      /** Declarations for the end of the file. */
      readonly declare?: string;
    };

/** A kind of mistake. */
export interface Operator {
  readonly name: string;
  /** The changes that it makes to a node; none if it does not apply. */
  readonly changes: (node: ts.Node, source: TypedSource) => Iterable<Change>;
}

/** A parsed file with its types. */
export interface TypedSource {
  readonly file: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly types: ts.TypeChecker;
}
