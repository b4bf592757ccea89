/** Facts that leave the service: events wait in a bounded, durable outbox until Kafka and PostgreSQL have taken them. */
@NullMarked
package dev.granary.fetchverify.event;

import org.jspecify.annotations.NullMarked;
