package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.limits.Gater;
import dev.granary.libp2p.limits.Retention;
import dev.granary.libp2p.limits.ScopeLimits;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.pnet.PrivateNetwork;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.testkit.EchoHandler;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Hosts against peers that stall, lie, flood, or are not wanted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostDefenceTest {
    private static final Duration SOON = Duration.ofMillis(300);
    private static final int SOCKET_TIMEOUT = 20_000;

    private final SecureRandom random = new SecureRandom();
    private final NettyLoops loops = NettyLoops.of(2);
    private final List<StandardHost> hosts = new ArrayList<>();

    private StandardHost host(UnaryOperator<StandardHostBuilder> more) {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
        StandardHostBuilder builder =
                new StandardHostBuilder(key, random).loops(loops).listenAt("/ip4/127.0.0.1/tcp/0");
        StandardHost host = more.apply(builder).build();
        host.host().handle(EchoHandler.PROTOCOL, new EchoHandler());
        Deadline.result(host.host().start());
        hosts.add(host);
        return host;
    }

    private StandardHost host() {
        return host(UnaryOperator.identity());
    }

    private static HostLimits handshakes(int pending, Duration upgrade) {
        HandshakeLimits usual = HandshakeLimits.STANDARD;
        return HostLimits.STANDARD.withHandshakes(new HandshakeLimits(
                pending, upgrade, upgrade, usual.negotiation(), usual.dialsPerPeer(), usual.dials(), 4));
    }

    private static HostLimits peers(ScopeLimits system, ScopeLimits peer) {
        HostLimits.Scopes usual = HostLimits.Scopes.STANDARD;
        return HostLimits.STANDARD.withScopes(new HostLimits.Scopes(system, usual.unproven(), peer, usual.protocol()));
    }

    private static Multiaddr addressOf(StandardHost host) {
        return host.host().listenAddresses().getFirst().withPeer(host.host().peerId());
    }

    private static CompletionStage<Connection> connect(StandardHost from, StandardHost to) {
        return from.host().connect(addressOf(to));
    }

    private static Socket socketTo(StandardHost host) throws IOException {
        int port = Integer.parseInt(
                host.host().listenAddresses().getFirst().value(Protocol.TCP).orElseThrow());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(SOCKET_TIMEOUT);
        return socket;
    }

    /** Whether the host closes the socket, whatever it sends before. */
    private static boolean isClosedByHost(Socket socket) {
        try (socket) {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (IOException reset) {
            return String.valueOf(reset.getMessage()).contains("reset");
        }
    }

    @AfterEach
    void closeAll() {
        hosts.forEach(host -> Deadline.result(host.close()));
        hosts.clear();
    }

    @AfterAll
    void end() {
        Deadline.result(loops.close());
    }

    @Test
    void aHandshakeThatStallsIsCutOff() throws IOException {
        // Given
        StandardHost host = host(builder -> builder.limits(handshakes(16, SOON)));

        // When
        Socket stalling = socketTo(host);

        // Then
        assertThat(isClosedByHost(stalling)).isTrue();
        assertThat(Deadline.result(connect(host(), host)).isOpen()).isTrue();
    }

    @Test
    void bytesThatAreNoProtocolCloseTheConnection() throws IOException {
        // Given
        StandardHost host = host();
        Socket lying = socketTo(host);

        // When
        lying.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

        // Then
        assertThat(isClosedByHost(lying)).isTrue();
    }

    @Test
    void noMoreHandshakesRunAtOnceThanAllowed() throws IOException {
        // Given
        CompletableFuture<Void> begun = new CompletableFuture<>();
        StandardHost host = host(
                builder -> builder.limits(handshakes(1, Duration.ofSeconds(10))).observer(new HostObserver() {
                    @Override
                    public void passed(long attempt, Step step, Duration since) {
                        begun.complete(null);
                    }
                }));
        try (Socket stalling = socketTo(host)) {
            Deadline.result(begun);
            assertThat(stalling.isConnected()).isTrue();

            // When
            Socket second = socketTo(host);

            // Then
            assertThat(isClosedByHost(second)).isTrue();
        }
    }

    @Test
    void aDialIntoSilenceTimesOut() throws IOException {
        // Given
        StandardHost host = host(builder -> builder.limits(handshakes(16, SOON)));
        PeerId nobody = PrivateKey.generate(KeyType.ED25519, random).publicKey().peerId();

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            P2pError error = Deadline.error(host.host().connect(nobody, List.of(addressOf(silent))));

            // Then
            assertThat(error).isEqualTo(P2pError.TIMEOUT);
        }
    }

    private static Multiaddr addressOf(ServerSocket socket) {
        return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + socket.getLocalPort());
    }

    @Test
    void aDialThatNobodyWaitsForIsGivenUpAndItsSocketClosed() throws IOException {
        // Given
        StandardHost host = host();
        PeerId nobody = PrivateKey.generate(KeyType.ED25519, random).publicKey().peerId();

        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Connection> first =
                    host.host().connect(nobody, List.of(addressOf(silent))).toCompletableFuture();
            CompletableFuture<Connection> second =
                    host.host().connect(nobody, List.of()).toCompletableFuture();
            Socket accepted = silent.accept();
            accepted.setSoTimeout(SOCKET_TIMEOUT);

            // When
            first.cancel(false);
            second.cancel(false);

            // Then
            assertThat(isClosedByHost(accepted)).isTrue();
        }
    }

    @Test
    void requestsForTheSamePeerShareTheirDial() {
        // Given
        StandardHost near = host();
        StandardHost far = host();

        // When
        CompletionStage<Connection> first = connect(near, far);
        CompletionStage<Connection> second = connect(near, far);

        // Then
        assertThat(Deadline.result(first)).isSameAs(Deadline.result(second));
        assertThat(near.host().connections()).hasSize(1);
    }

    @Test
    void anAddressThatFailedIsLeftAloneForAWhile() {
        // Given
        StandardHost host = host();
        PeerId nobody = PrivateKey.generate(KeyType.ED25519, random).publicKey().peerId();
        List<Multiaddr> dead = List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1"));
        assertThat(Deadline.error(host.host().connect(nobody, dead))).isEqualTo(P2pError.UNREACHABLE);

        // Then
        assertThatThrownBy(() ->
                        host.host().connect(nobody, dead).toCompletableFuture().join())
                .hasMessageContaining("rest");
    }

    @Test
    void anAddressThatNoTransportSpeaksIsRefused() {
        // Given
        PeerId nobody = PrivateKey.generate(KeyType.ED25519, random).publicKey().peerId();

        // Then
        assertThat(Deadline.error(
                        host().host().connect(nobody, List.of(Multiaddr.parse("/ip4/127.0.0.1/udp/1/webrtc-direct")))))
                .isEqualTo(P2pError.NOT_SUPPORTED);
    }

    @Test
    void aHostDoesNotDialItself() {
        // Given
        StandardHost host = host();

        // Then
        assertThat(Deadline.error(connect(host, host))).isEqualTo(P2pError.REFUSED);
    }

    @Test
    void whomTheGaterRefusesIsClosedOutAtEachDoor() {
        // Given
        StandardHost far = host();
        StandardHost noDials = host(builder -> builder.gater(new Gater() {
            @Override
            public boolean allowsDial(PeerId peer, Multiaddr address) {
                return false;
            }
        }));
        StandardHost noArrivals = host(builder -> builder.gater(new Gater() {
            @Override
            public boolean allowsArrival(Multiaddr remote) {
                return false;
            }
        }));
        StandardHost noPeers = host(builder -> builder.gater(new Gater() {
            @Override
            public boolean allowsSecured(PeerId peer, Multiaddr remote, boolean dialled) {
                return false;
            }
        }));
        StandardHost noConnections = host(builder -> builder.gater(new Gater() {
            @Override
            public boolean allowsUpgraded(PeerId peer, Multiaddr remote, boolean dialled) {
                return false;
            }
        }));

        // Then
        assertThat(Deadline.error(connect(noDials, far))).isEqualTo(P2pError.REFUSED);
        assertThat(Deadline.error(connect(noPeers, far))).isEqualTo(P2pError.REFUSED);
        assertThat(Deadline.error(connect(noConnections, far))).isEqualTo(P2pError.REFUSED);
        assertThat(Deadline.error(connect(far, noArrivals))).isNotNull();
        Deadline.await(() -> far.host().connections().isEmpty());
    }

    @Test
    void aPeerHasNoMoreConnectionsThanAllowed() {
        // Given
        ScopeLimits system = HostLimits.Scopes.STANDARD.system();
        StandardHost far = host(builder -> builder.limits(
                peers(new ScopeLimits(100, 100, 1, 1, system.memory()), HostLimits.Scopes.STANDARD.peer())));
        StandardHost first = host();
        StandardHost second = host();

        // When
        Connection connection = Deadline.result(connect(first, far));
        Deadline.await(() -> !far.host().connections().isEmpty());
        connect(second, far);
        Deadline.await(() -> second.host().connections().isEmpty());

        // Then
        assertThat(connection.isOpen()).isTrue();
        assertThat(far.host().connections(second.host().peerId())).isEmpty();
    }

    @Test
    void aPeerHasNoMoreStreamsThanAllowedAndTheOthersLiveOn() {
        // Given
        HostLimits.Scopes usual = HostLimits.Scopes.STANDARD;
        StandardHost far = host(builder -> builder.limits(
                peers(usual.system(), new ScopeLimits(4, 4, 8, 8, usual.peer().memory()))));
        StandardHost near = host();
        Connection connection = Deadline.result(connect(near, far));
        Deadline.result(near.identify().of(connection));

        // When
        List<CompletionStage<P2pStream>> opened = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            opened.add(connection.open(List.of(EchoHandler.PROTOCOL, "/none")));
        }
        Deadline.await(() ->
                opened.stream().allMatch(stage -> stage.toCompletableFuture().isDone()));

        // Then
        assertThat(opened.stream().filter(stage -> !stage.toCompletableFuture().isCompletedExceptionally()))
                .hasSizeBetween(2, 4);
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void whenThereAreTooManyConnectionsSomeGo() {
        // Given
        StandardHost far = host(builder ->
                builder.limits(HostLimits.STANDARD.withRetention(new Retention.Settings(1, 2, Duration.ZERO))));
        StandardHost dear = host();
        far.host().protect(dear.host().peerId(), "test");
        Connection kept = Deadline.result(connect(dear, far));

        // When
        Deadline.result(connect(host(), far));
        Deadline.result(connect(host(), far));

        // Then
        Deadline.await(() -> far.host().connections().size() == 1);
        assertThat(kept.isOpen()).isTrue();
    }

    @Test
    void hostsOfOnePrivateNetworkMeetAndOthersStayOut() {
        // Given
        PrivateNetwork ours = PrivateNetwork.generate(random);
        PrivateNetwork theirs = PrivateNetwork.generate(random);
        StandardHost first = host(builder -> builder.privateNetwork(ours));
        StandardHost second = host(builder -> builder.privateNetwork(ours));
        StandardHost wrong = host(builder -> builder.privateNetwork(theirs));
        StandardHost open = host();

        // Then
        assertThat(Deadline.result(connect(first, second)).isOpen()).isTrue();
        for (StandardHost stranger : List.of(wrong, open)) {
            assertThat(Deadline.error(connect(stranger, second))).isNotEqualTo(P2pError.TIMEOUT);
            assertThat(Deadline.error(connect(second, stranger))).isNotEqualTo(P2pError.TIMEOUT);
        }
    }

    @Test
    void aPrivateNetworkOverQuicIsRefusedInASentence() {
        assertThatThrownBy(() -> host(builder -> builder.quic(true).privateNetwork(PrivateNetwork.generate(random))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A private network's key can't protect QUIC, which would talk to anyone: "
                        + "leave out either the key or that transport.");
    }

    @Test
    void aClosedHostRefusesAllRequests() {
        // Given
        StandardHost near = host();
        StandardHost far = host();
        Connection connection = Deadline.result(connect(near, far));
        Deadline.await(() -> !far.host().connections().isEmpty());

        // When
        Deadline.result(near.host().close());
        Deadline.await(() -> far.host().connections().isEmpty());

        // Then
        assertThat(connection.isOpen()).isFalse();
        assertThat(Deadline.error(connect(near, far))).isEqualTo(P2pError.CLOSED);
        assertThat(Deadline.error(connect(far, near))).isEqualTo(P2pError.UNREACHABLE);
    }
}
