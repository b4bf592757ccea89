package dev.granary.architecture.sample.vocabulary;

final class Feature {
    StockLostException loss() {
        return new StockLostException();
    }
}
