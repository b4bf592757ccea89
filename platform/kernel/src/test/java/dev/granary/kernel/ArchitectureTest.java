package dev.granary.kernel;

import dev.granary.architecture.Layout;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void everyRuleHolds() {
        Layout.of("dev.granary.kernel")
                .withLibraries("com.github.packageurl..")
                .rules()
                .check();
    }
}
