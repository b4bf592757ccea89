/**
 * What every service answers, tells and logs in the same way: problems, degraded modes, traces and metrics.
 *
 * <p>{@link dev.granary.service.problem} and {@link dev.granary.service.health} are plain Java;
 * {@link dev.granary.service.http} and {@link dev.granary.service.telemetry} connect them to Quarkus.
 */
@NullMarked
package dev.granary.service;

import org.jspecify.annotations.NullMarked;
