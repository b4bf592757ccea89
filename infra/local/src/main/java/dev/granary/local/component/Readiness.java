package dev.granary.local.component;

/** What a component answered when asked whether it does its work. */
public sealed interface Readiness {
    /**
     * It does.
     *
     * @param detail what is worth knowing, such as a degraded mode; empty when all is well
     */
    record Ready(String detail) implements Readiness {
        public static final Ready WELL = new Ready("");
    }

    /** It does not, or not yet. */
    record NotReady(String why) implements Readiness {}
}
