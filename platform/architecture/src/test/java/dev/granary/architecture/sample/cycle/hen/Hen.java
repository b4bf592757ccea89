package dev.granary.architecture.sample.cycle.hen;

import dev.granary.architecture.sample.cycle.egg.Egg;

public record Hen(Egg from) {}
