package dev.granary.architecture.sample.getter;

final class Stock {
    String getName() {
        return "x";
    }
}
