/**
 * Plain files of a configured upstream, at {@code /raw/{upstream}/path}: tools, installers, data sets.
 *
 * <p>What a file must be stands, in this order, in {@code SHA256SUMS} of its directory, in {@code <file>.sha256} beside it,
 * or in {@code SHA256SUMS} at the upstream's root with the path from there. A file that none of them names has nothing that
 * tells what its bytes must be. The checksum files are documents, served as they are; so are no others.
 */
@NullMarked
package dev.granary.fetchverify.format.raw;

import org.jspecify.annotations.NullMarked;
