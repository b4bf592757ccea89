/**
 * Tools for formats that read large index documents and pass them on changed in a few places.
 *
 * <p>A document is read as a stream of tokens ({@link dev.granary.fetchverify.format.document.JsonReader}), and what has to
 * change is noted as {@link dev.granary.fetchverify.format.document.Edits} of byte ranges. Every byte without an edit is
 * copied as the upstream wrote it. Memory is bounded by the number of edits, never by the length of the document.
 * Nothing here knows an ecosystem. Instances are confined to one thread.
 */
@NullMarked
package dev.granary.fetchverify.format.document;

import org.jspecify.annotations.NullMarked;
