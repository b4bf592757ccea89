/**
 * The whole gateway in one process, seen through its HTTP door and against an upstream that lies on demand. Kafka,
 * PostgreSQL and Redis are away: that mode is the one under test.
 */
@NullMarked
package dev.granary.fetchverify.component;

import org.jspecify.annotations.NullMarked;
