package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.upstream.wire.Resolver;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the client takes from the world beside sockets.
 *
 * @param clock for what outlives a request: breakers, pauses, known addresses
 * @param random for jitter; safe for threads
 * @param resolver turns names into addresses
 * @param environment variables that may hold credentials; never printed
 */
public record Surroundings(
        InstantSource clock, RandomGenerator random, Resolver resolver, Map<String, String> environment) {
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** The process's own, with the system's resolver. */
    public static Surroundings of(InstantSource clock, RandomGenerator random) {
        return new Surroundings(clock, random, host -> List.of(InetAddress.getAllByName(host)), System.getenv());
    }

    @Override
    public String toString() {
        return "Surroundings[...]";
    }
}
