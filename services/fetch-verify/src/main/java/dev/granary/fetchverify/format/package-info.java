/**
 * How package ecosystems look on the wire: their URLs, indexes and digests.
 *
 * <p>One sub-package per ecosystem implements {@link dev.granary.fetchverify.format.Format}; a new one touches nothing
 * outside its own sub-package. A format is pure: it turns a path into a {@link dev.granary.fetchverify.format.Route},
 * reads an index document into a {@link dev.granary.fetchverify.format.Listing}, and renders the document for clients.
 * It opens no socket and no file, and decides nothing about policy or trust beyond what its index says.
 */
@NullMarked
package dev.granary.fetchverify.format;

import org.jspecify.annotations.NullMarked;
