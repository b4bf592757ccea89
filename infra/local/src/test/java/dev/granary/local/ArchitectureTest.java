package dev.granary.local;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.local")
                .withAdapters("cli", "client", "component", "process", "stack", "standalone", "toml", "training")
                .rules()
                .check();
    }
}
