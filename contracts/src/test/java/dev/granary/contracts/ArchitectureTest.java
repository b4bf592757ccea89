package dev.granary.contracts;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.contracts").rules().check();
    }
}
