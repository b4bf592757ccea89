package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.host.HostLimits;
import dev.granary.libp2p.limits.Retention;
import dev.granary.libp2p.peerstore.PeerStoreLimits;
import dev.granary.libp2p.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of one run.
 *
 * @param phases what they took, in order
 * @param events of the network
 * @param checks of what must hold
 * @param bytes of heap that each host takes at the end; 0 when that was not measured
 * @param digest equal for two runs that are the same event by event
 */
public record Report(
        Simulation.Recipe recipe,
        List<Figure> figures,
        List<Phase> phases,
        long events,
        long checks,
        long bytes,
        String digest) {
    /** With ten thousand hosts in one heap none can remember all others, nor stay connected to hundreds. */
    private static final HostLimits LIMITS = HostLimits.STANDARD
            .withPeerStore(new PeerStoreLimits(400, 4, 32, Duration.ofMinutes(30)))
            .withRetention(new Retention.Settings(96, 128, Duration.ofSeconds(10)));

    public Report {
        figures = List.copyOf(figures);
        phases = List.copyOf(phases);
    }

    /**
     * A part of a run.
     *
     * @param virtual the time that passed in it
     * @param taken the time that it took
     */
    public record Phase(String name, Duration virtual, Duration taken) {
        /** How many times faster than real time it was. */
        public double speed() {
            return (double) virtual.toNanos() / Math.max(1, taken.toNanos());
        }
    }

    /** What a run costs. */
    public interface Meter {
        /** Measures nothing. */
        Meter NONE = new Meter() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public long heap() {
                return 0;
            }
        };

        /** Time that the caller's thread has computed. */
        long nanos();

        /** Bytes in use after a collection. */
        long heap();
    }

    /** Plays {@code scenario}. */
    public static Report of(Scenario scenario, long seed, int nodes, Meter meter) {
        long empty = meter.heap();
        Simulation.Recipe recipe = new Simulation.Recipe(scenario.name(), seed, nodes);
        Simulation simulation = new Simulation(recipe, scenario.network(), LIMITS);
        Stopwatch stopwatch = new Stopwatch(simulation, meter);
        simulation.onPhase(stopwatch::begin);
        List<Figure> figures = scenario.play(simulation);
        stopwatch.begin("");
        long full = meter.heap();
        return new Report(
                recipe,
                figures,
                stopwatch.phases,
                simulation.network().journal().events(),
                simulation.checks(),
                (full - empty) / nodes,
                simulation.network().journal().digest());
    }

    /** The time that passed in the run. */
    public Duration virtual() {
        return phases.stream().map(Phase::virtual).reduce(Duration.ZERO, Duration::plus);
    }

    /** Whether every target was met. */
    public boolean isMet() {
        return figures.stream().allMatch(Figure::met);
    }

    /** Ends one phase when another begins. */
    private static final class Stopwatch {
        private final Simulation simulation;
        private final Meter meter;
        private final List<Phase> phases = new ArrayList<>();
        private String phase = "";
        private long virtual;
        private long taken;

        private Stopwatch(Simulation simulation, Meter meter) {
            this.simulation = simulation;
            this.meter = meter;
            this.taken = meter.nanos();
        }

        private void begin(String next) {
            long nowVirtual = simulation.loop().nanoTime();
            long now = meter.nanos();
            if (nowVirtual > virtual) {
                phases.add(new Phase(phase, Duration.ofNanos(nowVirtual - virtual), Duration.ofNanos(now - taken)));
            }
            phase = next;
            virtual = nowVirtual;
            taken = now;
        }
    }
}
