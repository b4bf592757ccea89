/**
 * What was seen of each source, fading with time: verified transfers, transient failures, proven-corrupt answers.
 *
 * <p>An {@link dev.granary.reputation.evidence.Observation} is one ended fetch; {@link
 * dev.granary.reputation.evidence.Evidence} is what all observations of one source add up to. Everything is immutable
 * and takes the time as an argument. The weights don't depend on the order in which observations with one time stamp
 * arrive: sums are kept in whole billionths. Whether an observation was counted before is the ledger's concern.
 *
 * <p>Only what this site saw itself counts; a third party's claim never becomes an observation.
 */
@NullMarked
package dev.granary.reputation.evidence;

import org.jspecify.annotations.NullMarked;
