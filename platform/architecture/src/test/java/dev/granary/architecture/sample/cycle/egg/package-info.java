/** Sample of a module for the tests of the rules. */
@NullMarked
package dev.granary.architecture.sample.cycle.egg;

import org.jspecify.annotations.NullMarked;
