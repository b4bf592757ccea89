package dev.granary.libp2p.simulation;

import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.identify.IdentifySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run: a network, its hosts, and what must hold after every event. Whatever breaks ends the run with the command that
 * repeats it and the events that led there.
 */
public final class Simulation {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int EVENTS_TOLD = 40;

    private final Recipe recipe;
    private final VirtualLoop loop;
    private final SimulatedNetwork network;
    private final SimulatedHosts hosts;
    private final RandomGenerator random;
    private final Map<Integer, List<Invariant>> ofHosts = new HashMap<>();
    private final List<Invariant> ofAll = new ArrayList<>();
    private Consumer<String> onPhase = phase -> {};
    private @Nullable Throwable bug;
    private boolean told;
    private long checks;

    /**
     * All that a run depends on.
     *
     * @param scenario its name
     * @param nodes how many hosts it is to have
     */
    public record Recipe(String scenario, long seed, int nodes) {
        /** What to type to see the run again. */
        public String command() {
            return "./granary libp2p-sim --scenario " + scenario + " --seed " + seed + " --nodes " + nodes;
        }
    }

    public Simulation(Recipe recipe, NetworkSettings settings, HostLimits limits) {
        this.recipe = recipe;
        this.loop = new VirtualLoop(START, recipe.seed());
        this.network = new SimulatedNetwork(loop, settings);
        this.hosts = new SimulatedHosts(network, limits, IdentifySettings.STANDARD, this::note);
        this.random = loop.random();
        loop.watch(this::check);
        loop.schedule(SECOND, this::checkAll);
    }

    public Recipe recipe() {
        return recipe;
    }

    public VirtualLoop loop() {
        return loop;
    }

    public SimulatedNetwork network() {
        return network;
    }

    public SimulatedHosts hosts() {
        return hosts;
    }

    /** Chance for the scenario itself. */
    public RandomGenerator random() {
        return random;
    }

    /** Checks {@code invariant} after each event of this host, as long as it lives: it must be quick. */
    public void always(Endpoint endpoint, Invariant invariant) {
        ofHosts.computeIfAbsent(endpoint.number(), number -> new ArrayList<>(2)).add(invariant);
    }

    /** Checks {@code invariant} each virtual second. */
    public void eachSecond(Invariant invariant) {
        ofAll.add(invariant);
    }

    /** The host is gone: nothing about it is checked any more. */
    public void leave(Endpoint endpoint, boolean silently) {
        network.leave(endpoint, silently);
        ofHosts.remove(endpoint.number());
    }

    /** Tells {@code watcher} of each phase that begins. */
    public void onPhase(Consumer<String> watcher) {
        onPhase = watcher;
    }

    /** The next part of the run begins. */
    public void phase(String name) {
        onPhase.accept(name);
    }

    /** How often an invariant was checked. */
    public long checks() {
        return checks;
    }

    private void note(Throwable thrown) {
        if (bug == null) {
            bug = thrown;
        }
    }

    private void check(NodeLoop node) {
        if (bug != null) {
            throw new IllegalStateException(told("A handler threw " + bug, node), bug);
        }
        List<Invariant> invariants = ofHosts.get(node.number());
        if (invariants != null) {
            for (Invariant invariant : invariants) {
                check(invariant, node);
            }
        }
    }

    private void check(Invariant invariant, @Nullable NodeLoop node) {
        checks++;
        Optional<String> broken = invariant.broken();
        if (broken.isPresent()) {
            throw new IllegalStateException(told(broken.get(), node));
        }
    }

    private void checkAll() {
        loop.schedule(SECOND, this::checkAll);
        for (Invariant invariant : ofAll) {
            check(invariant, null);
        }
    }

    private String told(String what, @Nullable NodeLoop node) {
        told = true;
        return what
                + (node == null ? "" : " at host " + node.number())
                + ", after "
                + Duration.ofNanos(loop.nanoTime())
                + " of virtual time.\nTo see it again: "
                + recipe.command()
                + "\nLast events:\n"
                + network.journal().tail(EVENTS_TOLD);
    }

    /** Lets {@code time} pass. */
    public void run(Duration time) {
        guarded(() -> {
            loop.runFor(time);
            return true;
        });
    }

    /** Lets time pass until {@code done}, but not more than {@code atMost}; tells whether it was done. */
    public boolean runUntil(BooleanSupplier done, Duration atMost) {
        return guarded(() -> loop.runUntil(done, atMost));
    }

    private boolean guarded(BooleanSupplier task) {
        try {
            return task.getAsBoolean();
        } catch (RuntimeException | Error thrown) {
            if (told) {
                throw thrown;
            }
            throw new IllegalStateException(told("An event threw " + thrown, null), thrown);
        }
    }
}
