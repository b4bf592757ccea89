/**
 * The books: one account per source, one line per observation, and what was last told to others.
 *
 * <p>{@link dev.granary.reputation.ledger.EvidenceLedger} is the port; a memory twin and PostgreSQL hold to one
 * conformance suite. Both let {@link dev.granary.reputation.ledger.OpenBooks} do the counting, which is plain and
 * single-threaded: an adapter loads what a batch touches, lets it count, and writes the result in one transaction.
 *
 * <p>An event id counts once. Ids are remembered for a limited time, and observations older than that time are refused:
 * so a duplicate that comes after its id was forgotten can't count either.
 */
@NullMarked
package dev.granary.reputation.ledger;

import org.jspecify.annotations.NullMarked;
