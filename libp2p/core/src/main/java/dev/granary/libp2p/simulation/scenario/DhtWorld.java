package dev.granary.libp2p.simulation.scenario;

import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.simulation.SimulatedHost;
import dev.granary.libp2p.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** A DHT of many hosts, of which some are behind NATs, and who comes and goes. */
final class DhtWorld {
    /** One host in five can't be dialled, and so serves nobody. */
    private static final int HIDDEN_IS_EACH = 5;

    private static final int CONTACTS = 3;
    private static final int MOST_IN_TABLE = 20 * 40;
    private static final int MOST_STREAMS = 12;
    private static final int LOOKED_AT = 10;
    private static final double HOUR = 3600e9;

    private final Simulation simulation;
    private final Population population;
    private final RandomGenerator random;
    private final KademliaSettings settings;
    private final List<DhtNode> alive = new ArrayList<>();
    private Consumer<DhtNode> onJoin = node -> {};
    private Predicate<DhtNode> trusted = DhtNode::serves;
    private int joined;
    private boolean churning;

    DhtWorld(Simulation simulation, KademliaSettings settings) {
        this.simulation = simulation;
        this.population = new Population(simulation);
        this.random = simulation.random();
        this.settings = settings;
    }

    Simulation simulation() {
        return simulation;
    }

    Population population() {
        return population;
    }

    RandomGenerator random() {
        return random;
    }

    List<DhtNode> alive() {
        return alive;
    }

    /** Does something with each host that joins by itself, before it starts. */
    void onJoin(Consumer<DhtNode> task) {
        onJoin = task;
    }

    /** Who may be named to newcomers as somebody to begin with; everybody who serves, unless told otherwise. */
    void trust(Predicate<DhtNode> whom) {
        trusted = node -> node.serves() && whom.test(node);
    }

    /** Lets {@code count} hosts join, spread over {@code time}, and waits until that is over. */
    void populate(int count, Duration time) {
        for (int i = 0; i < count; i++) {
            simulation.loop().schedule(time.multipliedBy(i).dividedBy(count), this::join);
        }
        simulation.run(time);
    }

    private void join() {
        joined++;
        boolean reachable = joined % HIDDEN_IS_EACH != 0;
        DhtNode node = node(population.join(reachable), reachable);
        onJoin.accept(node);
        start(node);
    }

    DhtNode node(SimulatedHost host, boolean serves) {
        return new DhtNode(host, settings.withServer(serves), simulation.loop().random());
    }

    /** Begins, knowing some of those who are there. */
    void start(DhtNode node) {
        for (int i = 0; i < CONTACTS; i++) {
            someone(trusted).ifPresent(contact -> node.kad()
                    .contact(contact.id(), contact.self().readableAddresses()));
        }
        node.kad().start();
        alive.add(node);
        simulation.always(node.simulated().endpoint(), () -> broken(node));
    }

    private static Optional<String> broken(DhtNode node) {
        if (node.tableSize() > MOST_IN_TABLE) {
            return Optional.of("A table of " + node.tableSize() + " peers.");
        }
        return Optional.empty();
    }

    /** The streams of a connection are few: requests share them. Looks at some hosts, others each time. */
    Optional<String> crowdedConnection() {
        for (int i = 0; i < LOOKED_AT && !alive.isEmpty(); i++) {
            DhtNode node = alive.get(random.nextInt(alive.size()));
            for (var connection : node.host().connections()) {
                if (connection.openStreams() > MOST_STREAMS) {
                    return Optional.of("Host " + node.simulated().endpoint().number() + " has "
                            + connection.openStreams() + " streams on one connection.");
                }
            }
        }
        return Optional.empty();
    }

    /** One of those who are there, by chance. */
    Optional<DhtNode> someone(Predicate<DhtNode> wanted) {
        if (alive.isEmpty()) {
            return Optional.empty();
        }
        int first = random.nextInt(alive.size());
        for (int i = 0; i < alive.size(); i++) {
            DhtNode node = alive.get((first + i) % alive.size());
            if (wanted.test(node)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /** From now on this share of the hosts leaves each hour, each other one without a word, and as many come. */
    void churn(double sharePerHour) {
        churning = true;
        comeAndGo(sharePerHour);
    }

    void endChurn() {
        churning = false;
    }

    private void comeAndGo(double sharePerHour) {
        double mean = HOUR / (sharePerHour * alive.size());
        long wait = (long) (-Math.log(1 - random.nextDouble()) * mean);
        simulation.loop().schedule(Duration.ofNanos(wait), () -> {
            if (churning) {
                leave(alive.get(random.nextInt(alive.size())), random.nextBoolean());
                join();
                comeAndGo(sharePerHour);
            }
        });
    }

    void leave(DhtNode node, boolean silently) {
        alive.remove(node);
        simulation.leave(node.simulated().endpoint(), silently);
    }

    /** Whether no host that was meant to be found is nearer to {@code target} than the last of {@code found}. */
    boolean isExact(KadKey target, List<KadKey> found, Predicate<DhtNode> meant) {
        if (found.isEmpty()) {
            return false;
        }
        KadKey last = found.getLast();
        for (DhtNode node : alive) {
            if (target.compareDistances(node.key(), last) < 0 && meant.test(node) && !found.contains(node.key())) {
                return false;
            }
        }
        return true;
    }
}
