package dev.granary.libp2p.simulation.scenario;

/** Counts requests and what came of them. */
final class Tally {
    private long begun;
    private long ended;
    private long good;
    private long wrong;

    void begin() {
        begun++;
    }

    /** @param right whether it brought what was asked for */
    void end(boolean right) {
        ended++;
        good += right ? 1 : 0;
    }

    /** Something came that must never come. */
    void wrong() {
        wrong++;
    }

    boolean isOver() {
        return ended == begun;
    }

    Figure atLeast(String name, double least) {
        return Figure.atLeast(name, good, begun, least);
    }

    Figure neverWrong(String name) {
        return Figure.atMost(name, wrong, 0);
    }
}
