package dev.granary.reputation.kafka;

import dev.granary.reputation.evidence.Observation;

/** What one message on the topic turned out to be. */
sealed interface Reading {
    /** Evidence. */
    record Usable(Observation observation) implements Reading {}

    /** Well formed and none of our business. */
    record Ignored(Why why) implements Reading {
        enum Why {
            /** Another site's word: only what this site saw itself counts. */
            FOREIGN_SITE,
            /** Our own store is no source to choose. */
            OWN_STORE
        }
    }

    /**
     * An outcome that this version does not know, perhaps from a newer fetch-verify.
     *
     * @param number as on the wire
     */
    record Unknown(int number) implements Reading {}

    /**
     * Broken.
     *
     * @param why one sentence, free of the message's own text unless made printable
     */
    record Unusable(String why) implements Reading {}
}
