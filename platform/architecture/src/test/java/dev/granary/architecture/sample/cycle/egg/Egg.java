package dev.granary.architecture.sample.cycle.egg;

import dev.granary.architecture.sample.cycle.hen.Hen;

public record Egg(Hen from) {}
