package dev.granary.libp2p.transport.quic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.stream.ByteStream;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.stream.MuxedConnection;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class QuicTransportTest {
    private static final Multiaddr ANY = Multiaddr.parse("/ip4/127.0.0.1/udp/0/quic-v1");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Short enough to see a connection die, or live, within a test. */
    private static final QuicSettings SHORT_LIVED = new QuicSettings(
            256, 1 << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofSeconds(5), 0);

    private final SecureRandom random = new SecureRandom();
    private final NettyLoops loops = NettyLoops.of(2);
    private final PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
    private final QuicTransport near = transport(PrivateKey.generate(KeyType.ED25519, random));
    private final QuicTransport far = transport(key);
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    private QuicTransport transport(PrivateKey its) {
        return new QuicTransport(loops, IdentityCertificate.issue(its, random, Instant.now()), SHORT_LIVED, random);
    }

    @AfterEach
    void end() {
        Deadline.result(loops.close());
    }

    private Dialing dial(Multiaddr address, Optional<PeerId> expected, Duration timeout) {
        return near.dial(new DialRequest(address, expected, timeout));
    }

    private static Link.Ready ready(Link link) {
        return switch (link) {
            case Link.Ready ready -> ready;
            case Link.Raw raw -> throw new AssertionError("not secured: " + raw);
        };
    }

    @Test
    void aConnectionWithoutTrafficLivesOnAndProvesBothKeysAfterARetry() {
        // Given
        Listener listener = Deadline.result(far.listen(ANY, arrivals::add));
        Link.Ready link = ready(Deadline.result(dial(
                        listener.addresses().getFirst(),
                        Optional.of(key.publicKey().peerId()),
                        TIMEOUT)
                .result()));
        Link.Ready back = ready(Deadline.result(Deadline.next(arrivals).accept()));
        CompletableFuture<Closing> over = new CompletableFuture<>();
        link.connection().loop().execute(() -> link.connection().start(new Ignoring(over)));
        back.connection().loop().execute(() -> back.connection().start(new Ignoring(new CompletableFuture<>())));

        // When
        CompletableFuture<Void> later = new CompletableFuture<>();
        later.completeOnTimeout(null, 2_500, TimeUnit.MILLISECONDS).join();

        // Then
        assertThat(over).isNotDone();
        assertThat(link.remoteKey()).isEqualTo(key.publicKey());
        assertThat(back.remoteAddress().toString())
                .startsWith("/ip4/127.0.0.1/udp/")
                .endsWith("/quic-v1");
    }

    @Test
    void aSilentAddressTimesOut() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            // When
            Multiaddr address = Multiaddr.parse("/ip4/127.0.0.1/udp/" + silent.getLocalPort() + "/quic-v1");
            Dialing dialing = dial(address, Optional.empty(), Duration.ofMillis(300));

            // Then
            assertThat(Deadline.error(dialing.result())).isEqualTo(P2pError.TIMEOUT);
        }
    }

    @Test
    void anotherPeerThanTheExpectedOneIsRefused() {
        // Given
        Listener listener = Deadline.result(far.listen(ANY, arrivals::add));
        PeerId other = PrivateKey.generate(KeyType.ED25519, random).publicKey().peerId();

        // When
        Dialing dialing = dial(listener.addresses().getFirst(), Optional.of(other), TIMEOUT);

        // Then
        assertThat(Deadline.error(dialing.result())).isEqualTo(P2pError.WRONG_PEER);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noSocketOutlivesItsDial() {
        // Given
        Listener listener = Deadline.result(far.listen(ANY, arrivals::add));
        Multiaddr address = listener.addresses().getFirst();
        Deadline.result(dial(address, Optional.empty(), TIMEOUT).result());
        long before = openFiles();

        // When
        for (int i = 0; i < 20; i++) {
            Dialing dialing = dial(address, Optional.empty(), TIMEOUT);
            if (i % 2 == 0) {
                Link.Ready link = ready(Deadline.result(dialing.result()));
                link.connection().loop().execute(() -> link.connection()
                        .close(new Closing.Failed(P2pError.CLOSED, "enough")));
            } else {
                dialing.cancel();
            }
        }

        // Then
        Deadline.await(() -> openFiles() <= before);
    }

    private static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private record Ignoring(CompletableFuture<Closing> over) implements MuxedConnection.Receiver {
        @Override
        public void opened(ByteStream stream) {
            stream.reset(0);
        }

        @Override
        public void closed(Closing closing) {
            over.complete(closing);
        }
    }
}
