/**
 * What replicas of one site share in PostgreSQL: first-seen pins, receipts and recalls, written from the outbox.
 *
 * <p>Requests never wait for it beyond a short bound, and the service starts and runs without it: migrations run beside
 * the start, as often as it takes. Blocking code reaches Hibernate Reactive through {@link
 * dev.granary.fetchverify.postgres.DatabaseBridge} alone.
 */
@NullMarked
package dev.granary.fetchverify.postgres;

import org.jspecify.annotations.NullMarked;
