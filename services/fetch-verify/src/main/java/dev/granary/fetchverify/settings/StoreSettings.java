package dev.granary.fetchverify.settings;

import dev.granary.kernel.ByteCount;
import java.util.Optional;

/**
 * The table {@code [store]}.
 *
 * @param maximumSize how large the content store may grow; empty for the service's own default
 */
public record StoreSettings(Optional<ByteCount> maximumSize) {}
