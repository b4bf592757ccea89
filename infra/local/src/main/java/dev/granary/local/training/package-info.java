/**
 * What a training run does beside starting: a small registry of made-up packages and a client that installs them, so that
 * the JVM knows the ways of a request before the first real one comes.
 */
@NullMarked
package dev.granary.local.training;

import org.jspecify.annotations.NullMarked;
