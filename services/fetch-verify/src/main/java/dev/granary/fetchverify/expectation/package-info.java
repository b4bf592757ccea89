/**
 * What a file must be, and who said so.
 *
 * <p>The first trusted claim about a file is a pin that is never overwritten. A later claim that contradicts it is kept
 * as evidence and not believed.
 */
@NullMarked
package dev.granary.fetchverify.expectation;

import org.jspecify.annotations.NullMarked;
