package dev.granary.local.supervision;

/** What the owner of a {@link Supervision} must do now. */
public sealed interface SupervisionStep {
    /** The component that it is about. */
    String component();

    /** Prepare and start it; report {@code onLaunched} or {@code onEnded}. */
    record Launch(String component) implements SupervisionStep {}

    /** Ask whether it does its work; report {@code onAnswered} or {@code onSilent}. */
    record Ask(String component) implements SupervisionStep {}

    /** Ask it to end. */
    record Terminate(String component) implements SupervisionStep {}

    /** End it at once. */
    record Kill(String component) implements SupervisionStep {}
}
