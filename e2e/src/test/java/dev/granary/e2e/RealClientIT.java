package dev.granary.e2e;

import dev.granary.e2e.scene.RealScene;
import org.junit.jupiter.api.Order;

/** With the registry that npm on this machine is set to; skipped with a sentence where that can't be reached. */
@Order(Integer.MAX_VALUE)
class RealClientIT extends ClientScenarios {
    RealClientIT(RealScene scene) {
        super(scene);
    }
}
