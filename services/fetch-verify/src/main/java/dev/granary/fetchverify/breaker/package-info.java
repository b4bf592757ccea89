/**
 * Circuit breakers: one a host for upstreams, one each for the helpers that requests can do without, which are the shared
 * cache, pins and receipts.
 */
@NullMarked
package dev.granary.fetchverify.breaker;

import org.jspecify.annotations.NullMarked;
