package dev.granary.service;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.service")
                .withAdapters("http", "telemetry")
                .rules()
                .check();
    }
}
