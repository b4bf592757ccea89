package dev.granary.architecture.sample.vocabulary;

public final class StockLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
