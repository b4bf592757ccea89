package dev.granary.fetchverify.format.npm;

import dev.granary.fetchverify.format.document.ByteRange;
import dev.granary.fetchverify.format.document.Edits;
import java.util.Optional;

/**
 * What has to change in a packument, and where the parts lie that can be shown alone.
 *
 * @param edits all changes
 * @param distTags the object of the tags
 * @param version the wanted version's object
 * @param tagged the version that the wanted tag leads to at the upstream
 */
record PackumentPlan(Edits edits, Optional<ByteRange> distTags, Optional<ByteRange> version, Optional<String> tagged) {}
