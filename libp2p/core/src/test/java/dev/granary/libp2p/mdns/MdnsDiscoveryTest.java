package dev.granary.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Discovery over real sockets, on a port of its own, on loopback only. */
class MdnsDiscoveryTest {
    private static final long PATIENCE_SECONDS = 20;
    private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/127.0.0.1/tcp/4001");

    private final ThreadLoop loop = new ThreadLoop();
    private MdnsSettings settings = loopback(1);

    @BeforeEach
    void aPortThatNobodyElseUses() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            settings = loopback(free.getLocalPort());
        }
        Assumptions.assumeTrue(loopbackCarriesMulticast(settings), "not run: loopback carries no multicast here");
    }

    @AfterEach
    void stop() {
        loop.executor.shutdownNow();
    }

    @Test
    void twoHostsOfOneMachineFindEachOther() throws Exception {
        // Given
        CompletableFuture<PeerId> foundByFirst = new CompletableFuture<>();
        CompletableFuture<PeerId> foundBySecond = new CompletableFuture<>();

        // When
        try (MdnsDiscovery first = start(1, foundByFirst);
                MdnsDiscovery second = start(2, foundBySecond)) {
            // Then
            assertThat(foundByFirst.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(peer(2));
            assertThat(foundBySecond.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(peer(1));
            assertThat(List.of(first, second)).hasSize(2);
        }
    }

    @Test
    void hostilePacketsAreSurvived() throws Exception {
        // Given
        CompletableFuture<PeerId> found = new CompletableFuture<>();
        Random random = new Random(1);

        // When
        try (MdnsDiscovery first = start(1, found);
                MulticastSocket hostile = new MulticastSocket()) {
            hostile.setNetworkInterface(settings.interfaces().getFirst());
            for (int i = 0; i < 500; i++) {
                byte[] packet = new byte[random.nextInt(1_400)];
                random.nextBytes(packet);
                hostile.send(new DatagramPacket(
                        packet, packet.length, new InetSocketAddress("224.0.0.251", settings.port())));
            }
            try (MdnsDiscovery second = start(2, new CompletableFuture<>())) {
                // Then
                assertThat(found.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(peer(2));
                assertThat(List.of(first, second)).hasSize(2);
            }
        }
    }

    private MdnsDiscovery start(int seed, CompletableFuture<PeerId> found) throws IOException {
        return MdnsDiscovery.start(
                loop,
                settings.every(Duration.ofMillis(200)),
                new MdnsDiscovery.Announced(peer(seed), () -> List.of(ADDRESS)),
                (peer, _) -> found.complete(peer),
                new Random(seed));
    }

    private static boolean loopbackCarriesMulticast(MdnsSettings settings) {
        try (MulticastSocket receiver = new MulticastSocket(settings.port());
                MulticastSocket sender = new MulticastSocket()) {
            NetworkInterface network = settings.interfaces().getFirst();
            InetSocketAddress group = new InetSocketAddress("224.0.0.251", settings.port());
            receiver.joinGroup(group, network);
            receiver.setSoTimeout(2_000);
            sender.setNetworkInterface(network);
            sender.send(new DatagramPacket(new byte[1], 1, group));
            receiver.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static MdnsSettings loopback(int port) {
        try {
            return MdnsSettings.on(NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress()))
                    .atPort(port);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PeerId peer(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return PrivateKey.ofEd25519Seed(bytes).publicKey().peerId();
    }

    /** A loop of one thread. */
    private static final class ThreadLoop implements Loop {
        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public boolean isCurrent() {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            ScheduledFuture<?> scheduled = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        }
    }
}
