package dev.granary.fetchverify.expectation;

class MemorySharedPinsTest extends SharedPinsConformance {
    private final MemorySharedPins pins = new MemorySharedPins();

    @Override
    protected SharedPins pins() {
        return pins;
    }

    @Override
    protected void onStored(Expectation expectation) {
        pins.pin(expectation);
    }
}
