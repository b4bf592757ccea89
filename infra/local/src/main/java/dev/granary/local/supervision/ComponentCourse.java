package dev.granary.local.supervision;

import dev.granary.local.supervision.ComponentState.BackingOff;
import dev.granary.local.supervision.ComponentState.Launching;
import dev.granary.local.supervision.ComponentState.Ready;
import dev.granary.local.supervision.ComponentState.Restarting;
import dev.granary.local.supervision.ComponentState.Starting;
import dev.granary.local.supervision.ComponentState.Stopped;
import dev.granary.local.supervision.ComponentState.Stopping;
import dev.granary.local.supervision.ComponentState.Unready;
import dev.granary.local.supervision.ComponentState.Waiting;
import dev.granary.local.supervision.SupervisionStep.Ask;
import dev.granary.local.supervision.SupervisionStep.Kill;
import dev.granary.local.supervision.SupervisionStep.Launch;
import dev.granary.local.supervision.SupervisionStep.Terminate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The life of one component; knows nothing of the others. */
final class ComponentCourse {
    private final ComponentPlan plan;
    private final SupervisionSettings settings;
    private ComponentState state = new Waiting();
    private Instant nextQuestion = Instant.MIN;
    private boolean asking;
    private boolean killed;
    private boolean outdated;
    private int misses;
    private Instant wholeBy = Instant.MAX;
    private String reason = "";

    ComponentCourse(ComponentPlan plan, SupervisionSettings settings) {
        this.plan = plan;
        this.settings = settings;
    }

    ComponentPlan plan() {
        return plan;
    }

    ComponentState state() {
        return state;
    }

    boolean isReady() {
        return state instanceof Ready;
    }

    boolean isStopped() {
        return state instanceof Stopped;
    }

    /** The failures in a row; 0 while all is well. */
    int failures() {
        return switch (state) {
            case Launching launching -> launching.failures();
            case Starting starting -> starting.failures();
            case BackingOff backingOff -> backingOff.failures();
            case Ready _, Unready _, Waiting _, Restarting _, Stopping _, Stopped _ -> 0;
        };
    }

    /** Why it failed last; empty if it never did. */
    String reason() {
        return reason;
    }

    /** Begins a start that is due. Only the first waits for others: a restart must not depend on what else is ill. */
    Optional<SupervisionStep> launchIfDue(Instant now, boolean predecessorsReady) {
        if (state instanceof Waiting && predecessorsReady) {
            return launch(0);
        }
        if (state instanceof BackingOff pause && !now.isBefore(pause.until())) {
            return launch(pause.failures());
        }
        return Optional.empty();
    }

    /** Returns what the process needs at {@code now}, if anything. */
    Optional<SupervisionStep> next(Instant now) {
        return switch (state) {
            case Starting starting ->
                watch(
                        now,
                        starting.deadline(),
                        "was not ready within " + settings.startLimit().toSeconds() + " s");
            case Unready unready ->
                watch(
                        now,
                        unready.deadline(),
                        "did not answer for " + settings.hangLimit().toSeconds() + " s: " + unready.why());
            case Ready _ -> ask(now);
            case Restarting restarting -> killAt(now, restarting.deadline());
            case Stopping stopping -> killAt(now, stopping.deadline());
            case Waiting _, BackingOff _, Launching _, Stopped _ -> Optional.empty();
        };
    }

    private Optional<SupervisionStep> launch(int failures) {
        outdated = false;
        state = new Launching(failures);
        return Optional.of(new Launch(plan.name()));
    }

    private Optional<SupervisionStep> watch(Instant now, Instant deadline, String complaint) {
        if (now.isBefore(deadline)) {
            return ask(now);
        }
        if (!killed) {
            reason = complaint;
        }
        return killAt(now, deadline);
    }

    private Optional<SupervisionStep> killAt(Instant now, Instant deadline) {
        if (killed || now.isBefore(deadline)) {
            return Optional.empty();
        }
        killed = true;
        return Optional.of(new Kill(plan.name()));
    }

    private Optional<SupervisionStep> ask(Instant now) {
        if (asking || now.isBefore(nextQuestion)) {
            return Optional.empty();
        }
        asking = true;
        return Optional.of(new Ask(plan.name()));
    }

    void onLaunched(long pid, Instant now) {
        if (state instanceof Launching launching) {
            state = new Starting(pid, now.plus(settings.startLimit()), launching.failures());
            asking = false;
            killed = false;
            misses = 0;
            wholeBy = Instant.MAX;
            reason = "";
            nextQuestion = now;
        }
    }

    void onAnswered(long pid, String detail, Instant now) {
        if (!isAbout(pid)) {
            return;
        }
        misses = 0;
        if (isSettling(detail, now)) {
            hear(now, settings.probes().comingUp());
            return;
        }
        hear(now, settings.probes().ready());
        state = switch (state) {
            case Starting starting -> new Ready(pid, now, starting.failures(), detail);
            case Unready unready -> new Ready(pid, now, unready.failures(), detail);
            case Ready ready -> new Ready(pid, ready.since(), ready.failures(), detail);
            case Waiting _, Launching _, BackingOff _, Restarting _, Stopping _, Stopped _ -> state;
        };
    }

    /** A service may answer a moment before it has reached what it needs; that is no degraded mode yet. */
    private boolean isSettling(String detail, Instant now) {
        if (!(state instanceof Starting) || detail.isEmpty()) {
            return false;
        }
        if (wholeBy.equals(Instant.MAX)) {
            wholeBy = now.plus(settings.settleLimit());
        }
        return now.isBefore(wholeBy);
    }

    void onSilent(long pid, String why, Instant now) {
        if (!isAbout(pid)) {
            return;
        }
        hear(now, settings.probes().comingUp());
        misses++;
        if (state instanceof Ready ready && misses >= settings.probes().misses()) {
            state = new Unready(pid, now.plus(settings.hangLimit()), ready.failures(), why);
        }
    }

    private void hear(Instant now, Duration pause) {
        asking = false;
        nextQuestion = now.plus(pause);
    }

    /** An answer may arrive when the process that was asked is long gone. */
    private boolean isAbout(long pid) {
        return pid != 0 && state.pid() == pid;
    }

    /** The process ended, or could not be started. */
    void onEnded(String why, Instant now) {
        String known = killed && !reason.isEmpty() ? reason : why;
        switch (state) {
            case Launching launching -> backOff(launching.failures() + 1, known, now);
            case Starting starting -> backOff(starting.failures() + 1, known, now);
            case Unready unready -> backOff(unready.failures() + 1, known, now);
            case Ready ready ->
                backOff(settings.backOff().isForgiven(ready.since(), now) ? 1 : ready.failures() + 1, known, now);
            case Restarting _ -> state = new Waiting();
            case Stopping _ -> state = new Stopped();
            case Waiting _, BackingOff _, Stopped _ -> {}
        }
    }

    private void backOff(int failures, String why, Instant now) {
        reason = why;
        state = new BackingOff(now.plus(settings.backOff().pauseAfter(failures)), failures, why);
    }

    /** What it was told at its start is no longer true; a process that runs by it is ended by {@link #renew}. */
    void onOutdated() {
        outdated = switch (state) {
            case Launching _, Starting _, Ready _, Unready _ -> true;
            case Waiting _, BackingOff _, Restarting _, Stopping _, Stopped _ -> false;
        };
    }

    /** Begins to end a process that was told what is no longer true. */
    Optional<SupervisionStep> renew(Instant now) {
        if (!outdated || state.pid() == 0) {
            return Optional.empty();
        }
        outdated = false;
        killed = false;
        state = new Restarting(state.pid(), now.plus(settings.stopLimit()));
        return Optional.of(new Terminate(plan.name()));
    }

    /** Begins to stop; a component that is being launched is stopped as soon as it has a process. */
    Optional<SupervisionStep> stop(Instant now) {
        return switch (state) {
            case Waiting _, BackingOff _ -> {
                state = new Stopped();
                yield Optional.empty();
            }
            case Starting _, Ready _, Unready _, Restarting _ -> {
                state = new Stopping(state.pid(), now.plus(settings.stopLimit()));
                killed = false;
                yield Optional.of(new Terminate(plan.name()));
            }
            case Launching _, Stopping _, Stopped _ -> Optional.empty();
        };
    }
}
