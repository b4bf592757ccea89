package dev.granary.fetchverify;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.fetchverify")
                .withAdapters(
                        "http", "gateway", "upstream", "disk", "relay", "postgres", "redis", "kafka", "json", "config")
                .rules()
                .check();
    }
}
