package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.simulation.VirtualLoop;
import dev.granary.libp2p.testkit.Stages;
import dev.granary.libp2p.testkit.VirtualConformance;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.Transport;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who gets a connection in the making, on a network where nobody ever finishes one. */
class AdmissionTest {
    private static final HandshakeLimits USUAL = HandshakeLimits.STANDARD;

    private final VirtualLoop loop = new VirtualLoop(VirtualConformance.START, 1);
    private final SilentTransport transport = new SilentTransport();

    private Host host(HostLimits limits) {
        PrivateKey key = PrivateKey.ofEd25519Seed(new byte[32]);
        Host host = new HostBuilder(key, loop)
                .transport(transport)
                .security(new NoiseSecurity(key, List.of(), new SecureRandom()))
                .limits(limits)
                .listenAt(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001"))
                .build();
        CompletionStage<Void> started = host.start();
        loop.runDue();
        assertThat(Stages.isDone(started)).isTrue();
        return host;
    }

    private List<SilentArrival> arrive(int count, String ip) {
        List<SilentArrival> arrivals = IntStream.range(0, count)
                .mapToObj(port -> new SilentArrival(Multiaddr.parse("/ip4/" + ip + "/tcp/" + (1_000 + port))))
                .toList();
        arrivals.forEach(transport.acceptors.getFirst()::arrived);
        loop.runDue();
        return arrivals;
    }

    private static long accepted(List<SilentArrival> arrivals) {
        return arrivals.stream().filter(arrival -> arrival.accepted).count();
    }

    private static long refused(List<SilentArrival> arrivals) {
        return arrivals.stream().filter(arrival -> arrival.refused).count();
    }

    private static PeerId peer(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        seed[1] = 1;
        return PrivateKey.ofEd25519Seed(seed).publicKey().peerId();
    }

    /** No two of one machine, which has a limit of its own. */
    private static List<Multiaddr> addresses(int peer, int count) {
        return IntStream.range(0, count)
                .mapToObj(machine -> Multiaddr.parse("/ip4/10.1." + peer + "." + machine + "/tcp/1000"))
                .toList();
    }

    @Test
    void oneAddressHasNoMoreConnectionsThanAllowedAndOthersGetTheirs() {
        // Given
        host(HostLimits.STANDARD);

        // When
        List<SilentArrival> greedy = arrive(12, "203.0.113.5");
        List<SilentArrival> modest = arrive(2, "203.0.113.6");

        // Then
        assertThat(accepted(greedy)).isEqualTo(8);
        assertThat(refused(greedy)).isEqualTo(4);
        assertThat(accepted(modest)).isEqualTo(2);
    }

    @Test
    void oneAddressOpensConnectionsNoFasterThanAllowed() {
        // Given
        host(HostLimits.STANDARD);
        List<SilentArrival> burst = arrive(40, "203.0.113.5");
        burst.forEach(SilentArrival::hangUp);
        loop.runFor(Duration.ofMillis(999));

        // When: the burst of sixteen is used up, and every fifth of a second gives one more
        List<SilentArrival> later = arrive(40, "203.0.113.5");

        // Then
        assertThat(accepted(burst)).isEqualTo(8);
        assertThat(accepted(later)).isEqualTo(4);
    }

    @Test
    void noMoreHandshakesRunAtOnceThanAllowedAndEachOnlyForItsTime() {
        // Given
        host(HostLimits.STANDARD);
        List<SilentArrival> all = new ArrayList<>();
        for (int ip = 1; ip <= 20; ip++) {
            all.addAll(arrive(1, "203.0.113." + ip));
        }
        long atOnce = accepted(all);

        // When
        loop.runFor(USUAL.upgrade());
        long ended = all.stream()
                .filter(arrival -> arrival.accepted && arrival.refused)
                .count();
        all.forEach(SilentArrival::hangUp);
        loop.runDue();

        // Then
        assertThat(atOnce).isEqualTo(USUAL.pendingArrivals());
        assertThat(ended).isEqualTo(USUAL.pendingArrivals());
        assertThat(accepted(arrive(1, "203.0.113.99"))).isOne();
    }

    @Test
    void aPeerIsDialledAtNoMoreThanEightAddressesAtOnce() {
        // Given
        Host host = host(HostLimits.STANDARD);

        // When
        host.connect(peer(1), addresses(1, 20));
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(transport.dialling).isEqualTo(8);
    }

    @Test
    void noMoreThan160AddressesAreDialledAtOnceAndTheOthersGetTheirTurn() {
        // Given
        Host host = host(HostLimits.STANDARD);
        List<CompletableFuture<Connection>> requests = new ArrayList<>();

        // When
        for (int number = 1; number <= 25; number++) {
            requests.add(host.connect(peer(number), addresses(number, 8)).toCompletableFuture());
        }
        loop.runFor(Duration.ofSeconds(1));
        int atOnce = transport.dialling;
        requests.subList(0, 20).forEach(request -> request.cancel(false));
        loop.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(atOnce).isEqualTo(160);
        assertThat(transport.dialling).isEqualTo(40);
    }

    @Test
    void aDialBeyondThePeersThatMayWaitIsRefused() {
        // Given
        HandshakeLimits two = new HandshakeLimits(1, USUAL.upgrade(), USUAL.upgrade(), USUAL.negotiation(), 1, 1, 2);
        Host host = host(HostLimits.STANDARD.withHandshakes(two));
        host.connect(peer(1), addresses(1, 1));
        host.connect(peer(2), addresses(2, 1));

        // When
        CompletionStage<Connection> third = host.connect(peer(3), addresses(3, 1));
        loop.runDue();

        // Then
        assertThat(Stages.error(third)).contains(P2pError.LIMIT);
        assertThat(transport.dialling).isOne();
    }

    @Test
    void anAddressThatIsNothingButAPeerIsNoneToDial() {
        // Given
        Host host = host(HostLimits.STANDARD);

        // When
        CompletionStage<Connection> connected = host.connect(peer(1), List.of(Multiaddr.parse("/p2p/" + peer(1))));
        loop.runDue();

        // Then
        assertThat(Stages.error(connected)).contains(P2pError.NOT_SUPPORTED);
    }

    /** Counts what is asked of it, and answers nothing. */
    private static final class SilentTransport implements Transport {
        private final List<Acceptor> acceptors = new ArrayList<>();
        private int dialling;

        @Override
        public boolean speaks(Multiaddr address) {
            return address.components().size() == 2;
        }

        @Override
        public String name() {
            return "silence";
        }

        @Override
        public boolean canBePrivate() {
            return true;
        }

        @Override
        public Dialing dial(DialRequest request) {
            dialling++;
            CompletableFuture<Link> result = new CompletableFuture<>();
            return new Dialing() {
                @Override
                public CompletionStage<Link> result() {
                    return result;
                }

                @Override
                public void cancel() {
                    if (result.completeExceptionally(new P2pException(P2pError.CANCELLED, "given up"))) {
                        dialling--;
                    }
                }
            };
        }

        @Override
        public CompletionStage<Listener> listen(Multiaddr address, Acceptor acceptor) {
            acceptors.add(acceptor);
            return CompletableFuture.completedStage(new Listener() {
                @Override
                public List<Multiaddr> addresses() {
                    return List.of(address);
                }

                @Override
                public CompletionStage<Void> close() {
                    return CompletableFuture.completedStage(null);
                }
            });
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedStage(null);
        }
    }

    /** A socket that was accepted and says nothing. */
    private static final class SilentArrival implements Arrival {
        private final Multiaddr remote;
        private final CompletableFuture<Link> link = new CompletableFuture<>();
        private boolean accepted;
        private boolean refused;

        private SilentArrival(Multiaddr remote) {
            this.remote = remote;
        }

        @Override
        public Multiaddr remoteAddress() {
            return remote;
        }

        @Override
        public CompletionStage<Link> accept() {
            accepted = true;
            return link;
        }

        @Override
        public void refuse() {
            refused = true;
        }

        private void hangUp() {
            link.completeExceptionally(new P2pException(P2pError.CLOSED, "hung up"));
        }
    }
}
