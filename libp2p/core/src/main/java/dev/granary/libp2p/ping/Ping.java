package dev.granary.libp2p.ping;

import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.host.P2pStream;
import dev.granary.libp2p.host.ProtocolHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The ping protocol: 32 bytes there, the same 32 bytes back. Answers every peer, on two streams of a connection at most,
 * and asks on one at a time.
 */
public final class Ping {
    public static final String PROTOCOL = "/ipfs/ping/1.0.0";
    /** Bytes of one ping. */
    static final int SIZE = 32;

    private static final int MOST_ECHOES = 2;

    private final Host host;
    private final RandomGenerator random;
    private final Duration timeout;
    /** The last ping of each connection, which the next one waits for; on the host's loop. */
    private final Map<Long, CompletionStage<Duration>> last = new HashMap<>();
    /** Streams that are answered, by connection; changed on the loops of these. */
    private final Map<Long, Integer> echoes = new ConcurrentHashMap<>();

    private Ping(Host host, RandomGenerator random, Duration timeout) {
        this.host = host;
        this.random = random;
        this.timeout = timeout;
    }

    /** Makes {@code host} answer pings. */
    public static Ping on(Host host, RandomGenerator random, Duration timeout) {
        Ping ping = new Ping(host, random, timeout);
        host.handle(PROTOCOL, ping.new Answering());
        return ping;
    }

    /** How long a round trip takes now. From any thread. */
    public CompletionStage<Duration> ping(Connection connection) {
        CompletableFuture<Duration> result = new CompletableFuture<>();
        host.loop().execute(() -> enqueue(connection, result));
        return result;
    }

    private void enqueue(Connection connection, CompletableFuture<Duration> result) {
        CompletionStage<Duration> before = last.put(connection.id(), result);
        if (before == null) {
            begin(connection, result);
        } else {
            before.whenComplete((time, failure) -> begin(connection, result));
        }
        var _ = result.whenComplete((time, failure) -> host.loop().execute(() -> last.remove(connection.id(), result)));
    }

    private void begin(Connection connection, CompletableFuture<Duration> result) {
        byte[] payload = new byte[SIZE];
        random.nextBytes(payload);
        connection
                .open(List.of(PROTOCOL), stream -> stream.start(new Asking(stream, payload, result).begin(timeout)))
                .whenComplete((stream, failure) -> {
                    if (failure != null) {
                        result.completeExceptionally(failure);
                    }
                });
    }

    /** Lets a connection have few streams of this protocol. */
    private final class Answering implements ProtocolHandler {
        @Override
        public void opened(P2pStream stream) {
            long id = stream.connection().id();
            if (echoes.merge(id, 1, Integer::sum) > MOST_ECHOES) {
                leave(id);
                stream.reset(0);
                return;
            }
            stream.start(new Echo(stream, () -> leave(id)));
        }

        private void leave(long id) {
            echoes.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
        }

        @Override
        public boolean runsOnLimitedConnections() {
            return true;
        }
    }
}
