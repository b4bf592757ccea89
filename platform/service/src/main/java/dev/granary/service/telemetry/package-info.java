/**
 * Traces and metrics: where spans go, how many, and which labels every metric has.
 *
 * <p>A request never waits for the exporter: spans are queued, and dropped when the queue is full.
 */
@NullMarked
package dev.granary.service.telemetry;

import org.jspecify.annotations.NullMarked;
