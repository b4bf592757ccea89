/**
 * Single real servers for tests: {@code RealKafka.start(folder)}, {@code RealPostgres.start(folder)},
 * {@code RealRedis.start(folder)}.
 *
 * <p>Each keeps its port over {@code kill()}, {@code stop()} and {@code restart()}, and is stopped by {@code close()}
 * and when the JVM ends. Needs what the build laid out and the system property {@code granary.root}.
 */
@NullMarked
package dev.granary.local.standalone;

import org.jspecify.annotations.NullMarked;
