/** Sample of a module for the tests of the rules. */
@NullMarked
package dev.granary.architecture.sample.stranger.http;

import org.jspecify.annotations.NullMarked;
