package dev.granary.reputation;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.reputation")
                .withAdapters("http", "kafka", "postgres", "config")
                .rules()
                .check();
    }
}
