/** Reads JSON by Jackson's streaming parser: the adapter behind {@code format.document}'s port. */
@NullMarked
package dev.granary.fetchverify.json;

import org.jspecify.annotations.NullMarked;
