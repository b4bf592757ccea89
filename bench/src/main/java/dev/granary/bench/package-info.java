/** Benchmarks of pure parts; each is a program that prints one line. */
@NullMarked
package dev.granary.bench;

import org.jspecify.annotations.NullMarked;
