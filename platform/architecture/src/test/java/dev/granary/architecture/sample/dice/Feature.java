package dev.granary.architecture.sample.dice;

import java.util.Random;

final class Feature {
    int roll() {
        return new Random().nextInt(6);
    }
}
