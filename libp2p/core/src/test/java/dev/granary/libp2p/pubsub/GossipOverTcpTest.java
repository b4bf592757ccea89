package dev.granary.libp2p.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.assembly.StandardHostBuilder;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identity.KeyType;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.pubsub.router.GossipObserver;
import dev.granary.libp2p.testkit.Deadline;
import dev.granary.libp2p.transport.netty.NettyLoops;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real sockets, event loops and threads that check signatures. */
class GossipOverTcpTest {
    private static final String TOPIC = "news";
    private static final int HOSTS = 12;
    private static final int MESSAGES = 100;

    private final SecureRandom random = new SecureRandom();
    private final NettyLoops loops = NettyLoops.of(3);
    private final ThreadPoolExecutor signatures =
            new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1000));
    private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    private final List<Node> nodes = new ArrayList<>();

    private final class Node implements GossipObserver {
        private final StandardHost standard;
        private final Gossip gossip;
        private final Set<String> heard = ConcurrentHashMap.newKeySet();

        private Node() {
            PrivateKey key = PrivateKey.generate(KeyType.ED25519, random);
            standard = new StandardHostBuilder(key, random)
                    .loops(loops)
                    .listenAt("/ip4/127.0.0.1/tcp/0")
                    .build();
            Deadline.result(standard.host().start());
            gossip = new Gossip(
                    standard.host(),
                    GossipSettings.STANDARD.signedBy(key).checkedOn(signatures).observedBy(this),
                    new Random(1));
            gossip.subscribe(
                    TOPIC,
                    Validator.ACCEPTING,
                    message -> heard.add(message.data().toStringUtf8()));
        }

        @Override
        public void bug(Throwable thrown) {
            bugs.add(thrown);
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> Deadline.result(node.gossip.close()));
        nodes.forEach(node -> Deadline.result(node.standard.close()));
        signatures.shutdownNow();
        Deadline.result(loops.close());
    }

    private void connect() {
        for (int i = 0; i < HOSTS; i++) {
            nodes.add(new Node());
        }
        for (int i = 0; i < HOSTS; i++) {
            for (int step : new int[] {1, 3, 5}) {
                Host to = nodes.get((i + step) % HOSTS).standard.host();
                Deadline.result(nodes.get(i).standard.host().connect(to.peerId(), to.listenAddresses()));
            }
        }
    }

    private boolean hasMesh(Node node) {
        return Deadline.result(node.gossip.mesh(TOPIC)).size() >= 3;
    }

    @Test
    void messagesOfAllReachAll() {
        // Given
        connect();
        Deadline.await(() -> nodes.stream().allMatch(this::hasMesh));

        // When
        for (int i = 0; i < MESSAGES; i++) {
            nodes.get(i % HOSTS).gossip.publish(TOPIC, ("message " + i).getBytes(StandardCharsets.UTF_8));
        }

        // Then
        Deadline.await(() -> nodes.stream().mapToInt(node -> node.heard.size()).sum() == MESSAGES * (HOSTS - 1));
        assertThat(bugs).isEmpty();
    }
}
