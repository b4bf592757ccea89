package dev.granary.libp2p.peer;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.assembly.StandardHost;
import dev.granary.libp2p.kad.FoundValue;
import dev.granary.libp2p.kad.Kademlia;
import dev.granary.libp2p.kad.KademliaSettings;
import dev.granary.libp2p.kad.records.RecordValidator;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.multiformats.Multihash;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.peer.line.Refusal;
import dev.granary.libp2p.peer.line.Request;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The DHT of one host, as the answers want it. */
final class Dht {
    private static final String USUAL_PREFIX = "/ipfs";
    private static final String NAMESPACE = "granary";

    private final Kademlia kademlia;

    private Dht(Kademlia kademlia) {
        this.kademlia = kademlia;
    }

    /**
     * How a host takes part.
     *
     * @param protocol that its network speaks
     * @param server whether it serves others
     */
    record Setup(String protocol, boolean server) {
        static Optional<Setup> of(Optional<Request> request) throws Refusal {
            if (request.isEmpty()) {
                return Optional.empty();
            }
            String mode = request.get().text("mode", "server");
            if (!List.of("server", "client").contains(mode)) {
                throw Refusal.badRequest("mode is server or client.");
            }
            String protocol = request.get().text("prefix", USUAL_PREFIX) + "/kad/1.0.0";
            return Optional.of(new Setup(protocol, mode.equals("server")));
        }
    }

    /** Puts the DHT on {@code host}, which has not started yet. */
    static Dht on(StandardHost host, Setup setup) {
        KademliaSettings settings = KademliaSettings.STANDARD
                .withProtocol(setup.protocol())
                .withServer(setup.server())
                .withValidators(Map.of(NAMESPACE, new Greatest()));
        return new Dht(new Kademlia(host.host(), settings, new SecureRandom()));
    }

    /** Begins to serve and to meet peers, and does not wait until some are known. */
    void start() {
        kademlia.start();
    }

    void provide(byte[] digest) throws Refusal, InterruptedException {
        Waiting.on(kademlia.provide(Multihash.of(Multihash.SHA2_256, digest)));
    }

    List<Map<String, ?>> providers(byte[] digest, int count) throws Refusal, InterruptedException {
        List<KadPeer> found = Waiting.on(kademlia.findProviders(Multihash.of(Multihash.SHA2_256, digest), count));
        return found.stream().<Map<String, ?>>map(Dht::described).toList();
    }

    private static Map<String, ?> described(KadPeer peer) {
        return Map.of("peer", peer.id().toString(), "addresses", addresses(peer));
    }

    private static List<String> addresses(KadPeer peer) {
        return ScriptedPeer.texts(peer.readableAddresses());
    }

    void put(String key, byte[] value) throws Refusal, InterruptedException {
        if (Waiting.on(kademlia.put(key.getBytes(StandardCharsets.UTF_8), value)) == 0) {
            throw new Refusal("failed", "Nobody took the value.");
        }
    }

    String value(String key) throws Refusal, InterruptedException {
        Optional<FoundValue> found = Waiting.on(kademlia.findValue(key.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of()
                .formatHex(found.orElseThrow(() -> new Refusal("not_found", "Nobody has that value."))
                        .value()
                        .toByteArray());
    }

    List<String> addressesOf(PeerId peer) throws Refusal, InterruptedException {
        Optional<KadPeer> found = Waiting.on(kademlia.findPeer(peer));
        return addresses(found.orElseThrow(() -> new Refusal("not_found", "Nobody knows that peer.")));
    }

    int peers() throws Refusal, InterruptedException {
        return Waiting.on(kademlia.peers()).size();
    }

    /** Takes any value, and prefers the greatest, as all scripted peers do. */
    private static final class Greatest implements RecordValidator {
        @Override
        public void validate(ByteString key, ByteString value, Instant now) {
            // Each is good.
        }

        @Override
        public int select(ByteString key, List<ByteString> values) {
            int best = 0;
            for (int i = 1; i < values.size(); i++) {
                if (ByteString.unsignedLexicographicalComparator().compare(values.get(i), values.get(best)) > 0) {
                    best = i;
                }
            }
            return best;
        }
    }
}
