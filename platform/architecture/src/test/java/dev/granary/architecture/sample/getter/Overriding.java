package dev.granary.architecture.sample.getter;

final class Overriding extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
        return "prescribed by the JDK: allowed";
    }
}
