/** Sample of a module for the tests of the rules. */
@NullMarked
package dev.granary.architecture.sample.layer.util;

import org.jspecify.annotations.NullMarked;
