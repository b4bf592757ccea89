package dev.granary.e2e.process;

import java.util.List;

/**
 * A command that has ended.
 *
 * @param exit its exit code, or one of the constants here
 * @param output what it printed to both streams, the end of it if that was very much
 */
public record Finished(List<String> command, int exit, String output) {
    public static final int TIMED_OUT = -1;
    public static final int NOT_STARTED = -2;

    public Finished {
        command = List.copyOf(command);
    }

    public boolean succeeded() {
        return exit == 0;
    }

    /** This, if it succeeded; else fails the test with what it printed. */
    public Finished requireSuccess() {
        if (!succeeded()) {
            throw new AssertionError(this.toString());
        }
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + " ended with " + exit + ":\n" + output;
    }
}
