package dev.granary.local.process;

import static dev.granary.local.LocalError.ADDRESS_UNUSABLE;

import dev.granary.kernel.GranaryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Ports of the loopback address that nobody listens on.
 *
 * <p>They are drawn from below the range which the system hands to outgoing connections: while a server is being
 * restarted nobody else is given its port by chance.
 */
public final class FreePorts {
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int PAUSE_MILLIS = 100;

    /** Where every server but the gateway listens. */
    public static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private FreePorts() {}

    /**
     * Returns a port that is free now and not among {@code taken}.
     *
     * @throws GranaryException ADDRESS_UNUSABLE when none is found
     */
    public static int choose(RandomGenerator random, Set<Integer> taken) {
        return random.ints(TRIES, LOWEST, BEYOND)
                .filter(port -> !taken.contains(port) && isFree(LOOPBACK, port))
                .findFirst()
                .orElseThrow(() -> new GranaryException(
                        ADDRESS_UNUSABLE, "no free port of 127.0.0.1 found between " + LOWEST + " and " + BEYOND));
    }

    /** Returns whether a server could listen there now. */
    public static boolean isFree(InetAddress address, int port) {
        return whyUnusable(address, port).isEmpty();
    }

    /**
     * Returns whether a server could listen there within three seconds: what died a moment ago may hold its port for
     * another moment.
     */
    public static boolean isFreeSoon(InetAddress address, int port) {
        long limit = System.nanoTime() + PATIENCE.toNanos();
        boolean free = isFree(address, port);
        while (!free && System.nanoTime() - limit < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            free = isFree(address, port);
        }
        return free;
    }

    /** Returns why no server could listen there now; empty if one could. */
    public static Optional<String> whyUnusable(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
