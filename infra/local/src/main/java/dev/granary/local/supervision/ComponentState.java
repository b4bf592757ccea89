package dev.granary.local.supervision;

import java.time.Instant;

/**
 * Where one component is in its life.
 *
 * <pre>
 * Waiting ──► Launching ──► Starting ──► Ready ◄──► Unready
 *                ▲ │            │          │          │
 *                │ └────────────┴────┬─────┴──────────┘   ended, too slow or hung
 *                └───── BackingOff ◄─┘
 * any with a process ── moved ─► Restarting ─► Waiting   one whose address it was told has another
 * any with a process ── stop ──► Stopping ──► Stopped
 * </pre>
 *
 * <p>{@code failures} counts those in a row.
 */
public sealed interface ComponentState {
    /** Has not been started: a component that it comes after is not ready. */
    record Waiting() implements ComponentState {}

    /** Is being prepared; has no process yet. */
    record Launching(int failures) implements ComponentState {}

    /** Its process runs and is not ready yet. */
    record Starting(long pid, Instant deadline, int failures) implements ComponentState {}

    /** Does its work. */
    record Ready(long pid, Instant since, int failures, String detail) implements ComponentState {}

    /** Was ready and does not answer. */
    record Unready(long pid, Instant deadline, int failures, String why) implements ComponentState {}

    /** Ended without being told to; will be started again. */
    record BackingOff(Instant until, int failures, String why) implements ComponentState {}

    /** Is to end and to be started again, for what it was told at its start is no longer true. */
    record Restarting(long pid, Instant deadline) implements ComponentState {}

    /** Was told to end. */
    record Stopping(long pid, Instant deadline) implements ComponentState {}

    /** Has no process and will get none. */
    record Stopped() implements ComponentState {}

    /** The word for {@code status}. */
    default String word() {
        return switch (this) {
            case Waiting _ -> "waiting";
            case Launching _, Starting _ -> "starting";
            case Ready _ -> "ready";
            case Unready _ -> "unready";
            case BackingOff _ -> "backing-off";
            case Restarting _ -> "restarting";
            case Stopping _ -> "stopping";
            case Stopped _ -> "stopped";
        };
    }

    /** The process id, or 0 without a process. */
    default long pid() {
        return switch (this) {
            case Starting starting -> starting.pid;
            case Ready ready -> ready.pid;
            case Unready unready -> unready.pid;
            case Restarting restarting -> restarting.pid;
            case Stopping stopping -> stopping.pid;
            case Waiting _, Launching _, BackingOff _, Stopped _ -> 0;
        };
    }

    /** What is worth knowing beside the word; may be empty. */
    default String detail() {
        return switch (this) {
            case Ready ready -> ready.detail;
            case Unready unready -> unready.why;
            case BackingOff backingOff -> backingOff.why;
            case Restarting _ -> "a part that it needs has another port";
            case Waiting _, Launching _, Starting _, Stopping _, Stopped _ -> "";
        };
    }
}
