package dev.granary.architecture.sample.logger.http;

import org.jboss.logging.Logger;

final class Adapter {
    private static final Logger LOG = Logger.getLogger(Adapter.class);

    void say() {
        LOG.info("x");
    }
}
