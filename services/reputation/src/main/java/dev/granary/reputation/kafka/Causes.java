package dev.granary.reputation.kafka;

import dev.granary.kernel.SourceId;
import io.opentelemetry.context.Context;
import java.util.Map;

/**
 * The traces that what is said because of a batch belongs to.
 *
 * @param batch that of the work on the whole batch
 * @param bySource that of each source's first message, by the messages' key
 */
record Causes(Context batch, Map<String, Context> bySource) {
    /** Time alone. */
    static final Causes NONE = new Causes(Context.root(), Map.of());

    Causes {
        bySource = Map.copyOf(bySource);
    }

    /** The trace that news of {@code source} belong to. */
    Context of(SourceId source) {
        return bySource.getOrDefault(source.toString(), batch);
    }
}
