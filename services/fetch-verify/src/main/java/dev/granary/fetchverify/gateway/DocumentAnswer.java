package dev.granary.fetchverify.gateway;

import dev.granary.kernel.GranaryException;
import java.util.Optional;

/**
 * A document for a client.
 *
 * @param held the document
 * @param cached whether it was held before the request
 * @param staleBecause why a document that is out of date is served nevertheless; empty when it is fresh
 */
public record DocumentAnswer(HeldDocument held, boolean cached, Optional<GranaryException> staleBecause) {}
