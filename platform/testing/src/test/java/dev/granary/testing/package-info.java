@NullMarked
package dev.granary.testing;

import org.jspecify.annotations.NullMarked;
