/**
 * Events in and out: {@code artifact.fetched} becomes evidence, changed scores become {@code reputation.scored}.
 *
 * <p>Batches are taken one after the other and acknowledged after their transaction; while PostgreSQL is away the batch
 * is tried again and nothing else is taken. Messages that make no sense go to the dead-letter topic and are counted.
 * Scores to be published are found in the ledger, so that none is lost while Kafka is away.
 */
@NullMarked
package dev.granary.reputation.kafka;

import org.jspecify.annotations.NullMarked;
