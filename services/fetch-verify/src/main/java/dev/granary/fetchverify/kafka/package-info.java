/**
 * Events in and out. Bad messages are counted and left out, never a reason to stop; sending waits for nobody and repeats
 * until Kafka has it.
 */
@NullMarked
package dev.granary.fetchverify.kafka;

import org.jspecify.annotations.NullMarked;
