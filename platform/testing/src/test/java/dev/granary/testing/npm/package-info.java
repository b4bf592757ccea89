@NullMarked
package dev.granary.testing.npm;

import org.jspecify.annotations.NullMarked;
