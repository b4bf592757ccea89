package dev.granary.e2e;

import dev.granary.e2e.scene.HermeticScene;

/** With an upstream of the test's own: needs nothing from outside. */
class HermeticClientIT extends ClientScenarios {
    HermeticClientIT(HermeticScene scene) {
        super(scene);
    }
}
