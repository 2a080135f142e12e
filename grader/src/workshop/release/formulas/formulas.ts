import { isSet } from "@robustness-lab/fixtures/exercises";

/** A closed form that students are to derive, as patterns in the notation of notation.ts. */
export interface SecretFormula {
  readonly exercise: string;
  readonly name: string;
  readonly patterns: readonly RegExp[];
}

const NORM_OF_W = /(?:\|\|?w\|\|?(?:_?(?:1|2|inf|\*))?|sum\(?\|w\|\)?|(?:norm|length)of(?:the)?w(?:eights?)?)/.source;
/** What may be between two factors: brackets, the comma of a call, "times the l2". */
const TIMES = /[(),]*(?:times|multipliedby)?(?:the|its)?(?:l2|l1|l_?2|l_?1|euclidean|dual)?-?/.source;
const SLOPE = /(?:l'(?:\([a-z]+\))?|(?:slope|derivative)(?:ofthe(?:margin)?loss)?)/.source;
const NOT_ZERO = /(?:is)?(?:!=0|<0|=+0|not0|notzero|nonzero|negative|doesnotvanish|!=zero)/.source;
const LENGTH = /\(?(?:\|\||length|norm|distance|len\b)/.source;

const ALL_FORMULAS: readonly SecretFormula[] = [
  formula("1.1", "the logistic loss without overflow", [
    /softplus\(/,
    /log(?:1p)?\(?(?:1\+)?\(?exp\(-(?:abs\(|\|)z/,
    /max\(0,-z\)\+log/,
  ]),
  formula("1.2, 1.4, 1.5", "how far the margin falls", [
    new RegExp(`eps${TIMES}${NORM_OF_W}`),
    new RegExp(`${NORM_OF_W}${TIMES}eps`),
  ]),
  formula("1.3", "the unit vector along w", [
    /w\)?(?:\/|,|\.div\()\(?(?:\|\|?w\|\||norm|length)/,
    /w(?:is)?(?:dividedby|over)its(?:own)?(?:l2|euclidean)?(?:norm|length)/,
    /unitvectoralongw/,
  ]),
  formula("1.4", "the slack of the bound", [/min\(.{0,40}(?<![a-z])m(?:argins?)?(?:-|,)1\)/]),
  formula("1.5, 1.6", "the maximiser in l_inf", [
    /sign\(?w(?![a-z(])/,
    /signs?ofthew/,
    /signs?ofw(?:eights?)?(?![a-z])/,
    /w\.sign\(/,
  ]),
  formula("1.6", "when FGSM is the maximiser", [new RegExp(`${SLOPE}${NOT_ZERO}`)]),
  formula("2.1", "the logarithm of a sum of exponentials", [
    /tf\.logsumexp|tf\.logsoftmax|log-?sum-?exptrick/,
    /exp\((?:z|logits)-/,
    /(?:z|logits)-(?:max|largest)/,
    /sub\((?:z,|logits,)?(?:tf\.)?(?:z\.|logits\.)?max(?![a-z])/,
    /subtract(?:ing)?(?:the)?(?:rows?(?:'s)?)?(?:max|largest)/,
  ]),
  formula("2.6", "the factor of a projection onto the l2 ball", [
    /min\(1,\(?eps\//,
    /eps\/max\(/,
    new RegExp(`eps\\(?(?:delta|v)?\\)?/${LENGTH}`),
  ]),
  formula("2.7", "the length of a uniform draw from the l2 ball", [
    /u(?:niform)?\^\(?\(?1\//,
    /\^\(?1\/\(?d(?![a-z])/,
    /(?:d|n)-?throot/,
  ]),
  formula("2.8", "the steepest steps", [
    /alpha[(,]*sign\(?g(?:radient)?(?![a-z_])/,
    /alpha\(?g(?:radient)?\)?\//,
    /g(?:radient)?\/\(?(?:\|\|?g|norm|its)/,
    /gradientdividedbyits(?:l2)?(?:norm|length)/,
  ]),
];

/** Those of exercises that the course sets. Each is planted in several spellings by plants.ts. */
export const SECRET_FORMULAS: readonly SecretFormula[] = ALL_FORMULAS.filter(({ exercise }) =>
  exercise.split(", ").every((id) => isSet({ id })),
);

function formula(exercise: string, name: string, patterns: readonly RegExp[]): SecretFormula {
  return { exercise, name, patterns };
}
