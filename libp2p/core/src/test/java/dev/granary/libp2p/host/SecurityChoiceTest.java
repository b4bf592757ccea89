package dev.granary.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.noise.NoiseSecurity;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.tls.TlsSecurity;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Hosts that offer several securities, on real sockets: a refusal must arrive although handshake bytes follow it unread. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityChoiceTest {
    private final SecureRandom random = new SecureRandom();
    private final NettyLoops loops = NettyLoops.of(2);
    private final List<StandardHost> hosts = new ArrayList<>();

    private StandardHost host(UnaryOperator<StandardHostBuilder> securities) {
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
        StandardHost host = securities
                .apply(new StandardHostBuilder(key, random).loops(loops).listenAt("/ip4/127.0.0.1/tcp/0"))
                .build();
        Deadline.result(host.host().start());
        hosts.add(host);
        return host;
    }

    private static CompletionStage<Connection> connect(StandardHost from, StandardHost to) {
        return from.host().connect(to.host().peerId(), to.host().listenAddresses());
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

    @RepeatedTest(10)
    void theNextSecurityIsTakenWhenTheFirstIsRefused() {
        // Given
        StandardHost noiseFirst = host(builder -> builder.noise().tls());
        StandardHost tlsFirst = host(builder -> builder.tls().noise());
        StandardHost onlyTls = host(StandardHostBuilder::tls);
        StandardHost onlyNoise = host(StandardHostBuilder::noise);

        // Then
        assertThat(Deadline.result(connect(noiseFirst, onlyTls)).security()).isEqualTo(TlsSecurity.PROTOCOL);
        assertThat(Deadline.result(connect(tlsFirst, onlyNoise)).security()).isEqualTo(NoiseSecurity.PROTOCOL);
        assertThat(Deadline.result(connect(tlsFirst, noiseFirst)).security()).isEqualTo(TlsSecurity.PROTOCOL);
    }

    @Test
    void withoutOneInCommonTheDialSaysSo() {
        // Given
        StandardHost onlyTls = host(StandardHostBuilder::tls);
        StandardHost onlyNoise = host(StandardHostBuilder::noise);

        // Then
        assertThat(Deadline.error(connect(onlyNoise, onlyTls))).isEqualTo(P2pError.NOT_SUPPORTED);
    }
}
