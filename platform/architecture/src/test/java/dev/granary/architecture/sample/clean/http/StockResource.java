package dev.granary.architecture.sample.clean.http;

import dev.granary.architecture.sample.clean.Stock;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.jboss.logging.Logger;

/** An adapter as it should be. */
final class StockResource {
    private static final Logger LOGGER = Logger.getLogger(StockResource.class);

    Uni<Stock> find(String name) {
        LOGGER.debugf("asked for %s", name);
        return Uni.createFrom().item(new Stock(name, Instant.now()));
    }
}
