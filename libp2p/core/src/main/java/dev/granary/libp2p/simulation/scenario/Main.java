package dev.granary.libp2p.simulation.scenario;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays scenarios from the command line. */
public final class Main {
    private static final int MISSED = 1;
    private static final int MISUSED = 2;
    private static final double NANOS = 1e9;
    /** Collecting the garbage of fewer hosts takes longer than playing. */
    private static final int WORTH_MEASURING = 1_000;

    private Main() {}

    /** Plays the scenario that {@code arguments} name, or all. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out));
    }

    /** Returns 0 when all targets were met. */
    static int run(List<String> arguments, PrintStream out) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException misuse) {
            out.println(misuse.getMessage());
            return MISUSED;
        }
        int result = 0;
        for (Scenario scenario : options.scenarios()) {
            for (long seed = options.seed(); seed < options.seed() + options.seeds(); seed++) {
                result = Math.max(result, play(scenario, seed, options.nodes().orElse(scenario.usualNodes()), out));
            }
        }
        return result;
    }

    private static int play(Scenario scenario, long seed, int nodes, PrintStream out) {
        Report report = Report.of(scenario, seed, nodes, new JvmMeter(nodes >= WORTH_MEASURING));
        out.println(String.format(
                Locale.ROOT,
                "%s, seed %d, %d hosts: %s of virtual time, %d events, %d checks, %d bytes a host, digest %s",
                scenario.name(),
                seed,
                nodes,
                Duration.ofSeconds(report.virtual().toSeconds()),
                report.events(),
                report.checks(),
                report.bytes(),
                report.digest()));
        report.phases()
                .forEach(phase -> out.println(String.format(
                        Locale.ROOT,
                        "  %s: %s in %.1f s, %.1f times real time",
                        phase.name(),
                        Duration.ofSeconds(phase.virtual().toSeconds()),
                        phase.taken().toNanos() / NANOS,
                        phase.speed())));
        report.figures().forEach(figure -> out.println("  " + figure));
        if (!report.isMet()) {
            out.println("  To see it again: " + report.recipe().command());
            return MISSED;
        }
        return 0;
    }

    /** The calling thread's time, and the heap. */
    private record JvmMeter(boolean ofHeap) implements Report.Meter {
        @Override
        public long nanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        @Override
        public long heap() {
            if (!ofHeap) {
                return 0;
            }
            MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
            memory.gc();
            return memory.getHeapMemoryUsage().getUsed();
        }
    }

    /** What was asked for. */
    private record Options(List<Scenario> scenarios, long seed, long seeds, Optional<Integer> nodes) {
        private static final Set<String> KNOWN = Set.of("--scenario", "--seed", "--seeds", "--nodes");
        private static final String USAGE =
                "Usage: ./granary libp2p-sim --scenario NAME|all [--seed N] [--seeds COUNT] [--nodes N]\nScenarios: "
                        + String.join(
                                ", ",
                                Scenarios.all().stream().map(Scenario::name).toList());

        static Options parse(List<String> arguments) {
            Map<String, String> given = new HashMap<>();
            for (int i = 0; i < arguments.size(); i += 2) {
                if (i + 1 == arguments.size() || !KNOWN.contains(arguments.get(i))) {
                    throw new IllegalArgumentException(USAGE);
                }
                given.put(arguments.get(i), arguments.get(i + 1));
            }
            return new Options(
                    chosen(given.getOrDefault("--scenario", "")),
                    Long.parseLong(given.getOrDefault("--seed", "1")),
                    Long.parseLong(given.getOrDefault("--seeds", "1")),
                    Optional.ofNullable(given.get("--nodes")).map(Integer::valueOf));
        }

        private static List<Scenario> chosen(String name) {
            return name.equals("all")
                    ? Scenarios.all()
                    : Scenarios.named(name).map(List::of).orElseThrow(() -> new IllegalArgumentException(USAGE));
        }
    }
}
