/**
 * The ledger in PostgreSQL, schema {@code reputation}: Hibernate Reactive for the service, Flyway for the schema.
 *
 * <p>Everything runs on the event loop. A batch of observations is one transaction: journal lines with their event ids,
 * accounts and groups change together or not at all. Rows are locked in the order source, then group, each by id, so
 * that two replicas never wait for each other in a circle.
 */
@NullMarked
package dev.granary.reputation.postgres;

import org.jspecify.annotations.NullMarked;
