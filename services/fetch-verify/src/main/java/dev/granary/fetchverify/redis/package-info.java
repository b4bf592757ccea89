/**
 * What replicas of one site tell each other through Redis to spare the upstream. Nothing here is believed without a
 * check, and nothing is missed when it is lost: a Redis that is away costs a few short waits, then nothing.
 */
@NullMarked
package dev.granary.fetchverify.redis;

import org.jspecify.annotations.NullMarked;
