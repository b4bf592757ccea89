/** Sample of a module for the tests of the rules. */
@NullMarked
package dev.granary.architecture.sample.socket;

import org.jspecify.annotations.NullMarked;
