package dev.granary.libp2p.identify;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.identity.PeerRecord;
import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.multiformats.Multiaddr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a host says of itself. Changed on the host's loop; read on those of connections. */
final class SelfDescription {
    static final String PROTOCOL_VERSION = "ipfs/0.1.0";
    /** What rust reads of one message. */
    static final int LONGEST = 4 * 1024;

    private final Host host;
    private final PrivateKey key;
    private final String agentVersion;
    private volatile List<Multiaddr> observed = List.of();
    private volatile Signed signed;
    private long lastSequence;

    /** A record in its envelope, with the addresses in it. */
    private record Signed(List<Multiaddr> addresses, ByteString envelope) {}

    SelfDescription(Host host, PrivateKey key, String agentVersion) {
        this.host = host;
        this.key = key;
        this.agentVersion = agentVersion;
        this.signed = sign(List.of());
    }

    List<Multiaddr> observed() {
        return observed;
    }

    /** Takes in that something has changed; on the host's loop. */
    void update(List<Multiaddr> seen) {
        observed = List.copyOf(seen);
        List<Multiaddr> all = Stream.concat(host.listenAddresses().stream(), seen.stream())
                .distinct()
                .toList();
        if (!all.equals(signed.addresses())) {
            signed = sign(all);
        }
    }

    private Signed sign(List<Multiaddr> addresses) {
        // rises even when two changes share a millisecond, or the clock was set back
        lastSequence = Math.max(lastSequence + 1, host.loop().now().toEpochMilli());
        PeerRecord record = new PeerRecord(host.peerId(), lastSequence, addresses);
        return new Signed(addresses, ByteString.copyFrom(record.seal(key).encode()));
    }

    /** The message for whoever is at the other end of {@code connection}. */
    IdentifyMessage describe(Connection connection) {
        Signed now = signed;
        Set<String> protocols = new TreeSet<>(host.protocols());
        IdentifyMessage whole = new IdentifyMessage(
                Optional.of(ByteString.copyFrom(key.publicKey().encoded())),
                now.addresses().stream()
                        .map(address -> ByteString.copyFrom(address.bytes()))
                        .toList(),
                List.copyOf(protocols),
                Optional.of(ByteString.copyFrom(connection.remoteAddress().bytes())),
                PROTOCOL_VERSION,
                agentVersion,
                Optional.of(now.envelope()));
        return fitting(whole);
    }

    /** Leaves out what would make the message too long: addresses, which the record has as well, then the record. */
    private static IdentifyMessage fitting(IdentifyMessage whole) {
        List<ByteString> addresses = new ArrayList<>(whole.listenAddresses());
        IdentifyMessage shorter = whole;
        while (shorter.encode().length > LONGEST && !addresses.isEmpty()) {
            addresses.removeLast();
            shorter = shorter.withAddresses(addresses, whole.signedPeerRecord());
        }
        return shorter.encode().length > LONGEST
                ? shorter.withAddresses(whole.listenAddresses().subList(0, 0), Optional.empty())
                : shorter;
    }
}
