package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.expectation.Expectation;
import dev.granary.fetchverify.source.Upstream;
import java.net.URI;
import java.util.Optional;

/**
 * What a file must be and where it is said to lie.
 *
 * @param expectation the first trusted claim
 * @param location where the index that lists the file has it; empty when a pin was known without an index
 */
record Finding(Expectation expectation, Optional<Location> location) {
    /** Where an upstream has the bytes. */
    record Location(Upstream upstream, URI address) {}
}
