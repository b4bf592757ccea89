package dev.granary.libp2p.example;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.security.SecureRandom;
import java.time.Duration;

/** Two peers in one program: one listens, the other dials and pings it. */
final class FirstProgram {
    private FirstProgram() {}

    static Duration run() {
        SecureRandom random = new SecureRandom();
        // tag::first[]
        PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
        StandardHost listener = new StandardHostBuilder(key, random)
                .listenAt("/ip4/127.0.0.1/tcp/0")
                .build();
        listener.host().start().toCompletableFuture().join();
        Multiaddr address = listener.host()
                .listenAddresses()
                .getFirst()
                .withPeer(key.publicKey().peerId());

        StandardHost dialler = new StandardHostBuilder(PrivateKey.generate(KeyType.ED25519, random), random).build();
        dialler.host().start().toCompletableFuture().join();
        Connection connection =
                dialler.host().connect(address).toCompletableFuture().join();
        Duration roundTrip =
                dialler.ping().ping(connection).toCompletableFuture().join();
        System.out.println(address + " answered over " + connection.security() + " in " + roundTrip);
        // end::first[]
        dialler.close().toCompletableFuture().join();
        listener.close().toCompletableFuture().join();
        return roundTrip;
    }
}
