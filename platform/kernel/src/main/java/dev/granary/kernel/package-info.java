/**
 * The value types and the error model that every module of Granary shares.
 *
 * <p>Plain Java: nothing here opens a socket, reads a clock or knows a framework. Every type refuses nonsense in its
 * constructor, is immutable and may be shared between threads.
 */
@NullMarked
package dev.granary.kernel;

import org.jspecify.annotations.NullMarked;
