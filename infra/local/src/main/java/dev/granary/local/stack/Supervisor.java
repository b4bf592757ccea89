package dev.granary.local.stack;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.Component;
import dev.granary.local.component.Readiness;
import dev.granary.local.process.ChildProcess;
import dev.granary.local.process.Launch;
import dev.granary.local.supervision.ComponentState;
import dev.granary.local.supervision.Supervision;
import dev.granary.local.supervision.Supervision.Phase;
import dev.granary.local.supervision.SupervisionStep;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Performs what {@link Supervision} decides. The thread that calls {@link #run} owns everything; slow work (preparing,
 * probing) is done by virtual threads that put what they learnt into the mailbox.
 */
final class Supervisor {
    private static final int MAILBOX = 256;
    private static final Duration WHILE_CHANGING = Duration.ofMillis(50);
    private static final Duration AT_REST = Duration.ofMillis(500);
    private static final int BY_SIGNAL = 128;

    private final Supervision supervision;
    private final Map<String, Component> components;
    private final Map<String, ChildProcess> processes = new HashMap<>();
    private final ProcessLedger ledger;
    private final Announcer announcer;
    private final Clock clock;
    private final BlockingQueue<Runnable> mailbox = new ArrayBlockingQueue<>(MAILBOX);
    private Map<String, ComponentState> shown;

    Supervisor(
            Supervision supervision,
            List<Component> components,
            ProcessLedger ledger,
            Announcer announcer,
            Clock clock) {
        this.supervision = supervision;
        this.components = components.stream().collect(Collectors.toMap(Component::name, component -> component));
        this.ledger = ledger;
        this.announcer = announcer;
        this.clock = clock;
        this.shown = supervision.states();
    }

    /**
     * Runs the stack until every component has stopped.
     *
     * @param onTurn is called by this thread after whatever happened, and about twice a second at rest
     * @return why it stopped, unless it was told to
     */
    Optional<Supervision.Failure> run(Consumer<Supervision> onTurn) {
        while (supervision.phase() != Phase.DOWN) {
            supervision.next(clock.instant()).forEach(this::perform);
            announce();
            onTurn.accept(supervision);
            readMail(supervision.phase() == Phase.UP ? AT_REST : WHILE_CHANGING);
        }
        return supervision.failure();
    }

    /** Begins the orderly end; any thread. */
    void stop() {
        tell(supervision::onStopRequested);
    }

    private void readMail(Duration atMost) {
        try {
            Runnable message = mailbox.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            while (message != null) {
                message.run();
                message = mailbox.poll();
            }
        } catch (InterruptedException e) {
            supervision.onStopRequested();
        }
    }

    private void announce() {
        Map<String, ComponentState> now = supervision.states();
        now.forEach((name, state) -> {
            ComponentState before = shown.getOrDefault(name, state);
            if (!state.equals(before)) {
                announcer.onChange(name, before, state, clock.instant());
            }
        });
        shown = now;
    }

    private void perform(SupervisionStep step) {
        String name = step.component();
        switch (step) {
            case SupervisionStep.Launch _ -> Thread.startVirtualThread(() -> launch(name));
            case SupervisionStep.Ask _ -> ask(name);
            case SupervisionStep.Terminate _ -> withProcess(name, ChildProcess::terminate);
            case SupervisionStep.Kill _ -> withProcess(name, ChildProcess::kill);
        }
    }

    private void withProcess(String name, Consumer<ChildProcess> action) {
        ChildProcess process = processes.get(name);
        if (process != null) {
            action.accept(process);
        }
    }

    private void launch(String name) {
        try {
            Component component = requireComponent(name);
            int portBefore = component.port();
            Launch launch = component.prepare();
            int port = component.port();
            if (port != portBefore) {
                tell(() -> onMoved(name, portBefore, port));
            }
            ChildProcess process = ChildProcess.start(launch);
            tell(() -> onLaunched(name, process));
        } catch (GranaryException e) {
            tell(() -> supervision.onEnded(name, "could not be started: " + e.detail(), clock.instant()));
        } catch (RuntimeException e) {
            // A bug; told like a failure, for nobody else would ever hear of this thread.
            tell(() -> supervision.onEnded(name, "could not be started: " + e, clock.instant()));
        }
    }

    private void onMoved(String name, int before, int now) {
        announcer.say("  %-13s %-8s port %d is in use by another program; it moves to %d"
                .formatted(name, "moves", before, now));
        supervision.onMoved(name);
    }

    private void onLaunched(String name, ChildProcess process) {
        processes.put(name, process);
        ledger.onStarted(name, process.pid());
        supervision.onLaunched(name, process.pid(), clock.instant());
        process.whenEnded(code -> tell(() -> onExit(name, process, code)));
    }

    private void onExit(String name, ChildProcess process, int code) {
        if (processes.remove(name, process)) {
            ledger.onEnded(name);
            supervision.onEnded(name, describe(code), clock.instant());
        }
    }

    private static String describe(int code) {
        return code > BY_SIGNAL ? "was ended by signal " + (code - BY_SIGNAL) : "ended with exit code " + code;
    }

    private void ask(String name) {
        @Nullable ChildProcess process = processes.get(name);
        if (process == null) {
            return;
        }
        Thread.startVirtualThread(() -> {
            Readiness answer = probe(requireComponent(name));
            tell(() -> {
                switch (answer) {
                    case Readiness.Ready ready ->
                        supervision.onAnswered(name, process.pid(), ready.detail(), clock.instant());
                    case Readiness.NotReady not ->
                        supervision.onSilent(name, process.pid(), not.why(), clock.instant());
                }
            });
        });
    }

    private static Readiness probe(Component component) {
        try {
            return component.probe();
        } catch (RuntimeException e) {
            // Of a client library: a component that is not asked again would look ready for ever.
            return new Readiness.NotReady(e.toString());
        }
    }

    private Component requireComponent(String name) {
        Component component = components.get(name);
        if (component == null) {
            throw new IllegalArgumentException("no component is called " + name);
        }
        return component;
    }

    private void tell(Runnable message) {
        try {
            mailbox.put(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
