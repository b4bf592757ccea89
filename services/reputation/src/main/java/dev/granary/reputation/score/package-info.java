/**
 * From evidence to scores: the founding formula, published for comparison, and the hardened one, which chooses.
 *
 * <p>Pure functions of evidence and time. {@link dev.granary.reputation.score.Scoring#assess} is the fast way, made for
 * scoring every source at once; {@link dev.granary.reputation.score.Scoring#explain} gives the same numbers with each
 * term's value, weight and a sentence. No score is ever NaN or outside 0 to 1, also when a clock goes back.
 */
@NullMarked
package dev.granary.reputation.score;

import org.jspecify.annotations.NullMarked;
