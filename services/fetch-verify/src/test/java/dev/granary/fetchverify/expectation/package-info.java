/** A memory twin of the shared pins, and what all of them must do. */
@NullMarked
package dev.granary.fetchverify.expectation;

import org.jspecify.annotations.NullMarked;
