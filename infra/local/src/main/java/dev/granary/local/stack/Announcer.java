package dev.granary.local.stack;

import dev.granary.local.supervision.ComponentState;
import dev.granary.local.supervision.ComponentState.BackingOff;
import dev.granary.local.supervision.ComponentState.Launching;
import dev.granary.local.supervision.ComponentState.Ready;
import dev.granary.local.supervision.ComponentState.Restarting;
import dev.granary.local.supervision.ComponentState.Starting;
import dev.granary.local.supervision.ComponentState.Stopped;
import dev.granary.local.supervision.ComponentState.Stopping;
import dev.granary.local.supervision.ComponentState.Unready;
import dev.granary.local.supervision.ComponentState.Waiting;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Says on one stream what becomes of each component, a line at a time. */
final class Announcer {
    private static final double MILLIS = 1000.0;

    private final PrintStream out;
    private final Map<String, Instant> startedAt = new HashMap<>();

    Announcer(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Tells of the change from {@code before} to {@code after}, if a person wants to know. */
    void onChange(String component, ComponentState before, ComponentState after, Instant now) {
        switch (after) {
            case Launching _ -> startedAt.put(component, now);
            case Ready ready
            when before instanceof Starting ->
                line(component, "ready", seconds(startedAt.getOrDefault(component, now), now) + detail(ready));
            case Ready _ when before instanceof Unready -> line(component, "ready", "again");
            case Unready unready -> line(component, "unready", unready.why());
            case BackingOff pause ->
                line(component, "died", "it " + pause.why() + "; starting it again in " + seconds(now, pause.until()));
            case Restarting restarting -> line(component, "restarts", restarting.detail());
            case Stopped _ -> line(component, "stopped", "");
            case Ready _, Waiting _, Starting _, Stopping _ -> {}
        }
    }

    private static String detail(Ready ready) {
        return ready.detail().isEmpty() ? "" : "  " + ready.detail();
    }

    private void line(String component, String state, String rest) {
        say("  %-13s %-8s %s".formatted(component, state, rest).stripTrailing());
    }

    private static String seconds(Instant from, Instant to) {
        return String.format(Locale.ROOT, "%.1f s", Duration.between(from, to).toMillis() / MILLIS);
    }
}
