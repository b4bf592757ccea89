/**
 * The npm registry protocol, read side: packuments, tarballs, keys, attestations and search.
 *
 * <p>A packument is kept as the upstream sent it and shown by splicing: only {@code versions.*.dist.tarball} changes, so
 * that no field, order or escape is lost on the way. Withheld versions are cut out together with their times, and tags
 * that would dangle move to a version that is left. The abbreviated form is cut from the full one.
 *
 * <p>What an upstream gets wrong costs as little as possible: a version whose {@code dist} has no address stays visible and
 * is simply not listed; one without a digest is listed without, which refuses its file with a sentence; one whose key can
 * be no version is hidden. A document that two readers could read differently is refused as a whole. Half characters
 * (lone surrogates) are refused in names and in every text that decides something, and passed on in free text such as a
 * readme, which the public registry itself cuts in the middle of characters.
 */
@NullMarked
package dev.granary.fetchverify.format.npm;

import org.jspecify.annotations.NullMarked;
