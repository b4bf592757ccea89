/**
 * Events on Kafka: in from the other services, and out of the outbox with the trace that they belong to.
 *
 * <p>Bad messages are counted and left out, never a reason to stop. Requests never wait for Kafka: the producer is
 * idempotent and waits for all replicas, and an event leaves the outbox only when it is acknowledged, so each arrives at
 * least once, in order per key.
 */
@NullMarked
package dev.granary.fetchverify.kafka;

import org.jspecify.annotations.NullMarked;
