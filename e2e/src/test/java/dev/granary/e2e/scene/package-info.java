/** A mirror and what stands behind it: an upstream of the test's own, or the real one. */
@NullMarked
package dev.granary.e2e.scene;

import org.jspecify.annotations.NullMarked;
