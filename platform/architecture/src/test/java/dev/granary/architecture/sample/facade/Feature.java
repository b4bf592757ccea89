package dev.granary.architecture.sample.facade;

final class Feature {
    void say(java.util.logging.Logger log) {
        log.info("x");
    }
}
