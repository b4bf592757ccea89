/** A circuit breaker for helpers that requests can do without: the shared cache and the shared pins. */
@NullMarked
package dev.granary.fetchverify.breaker;

import org.jspecify.annotations.NullMarked;
