package dev.granary.libp2p.pubsub.wire;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The protocols of pubsub, the oldest first: each can do what those before it can. */
public enum Version {
    FLOODSUB("/floodsub/1.0.0"),
    MESHSUB_1_0("/meshsub/1.0.0"),
    /** With peer exchange. */
    MESHSUB_1_1("/meshsub/1.1.0"),
    /** With IDONTWANT. */
    MESHSUB_1_2("/meshsub/1.2.0");

    private static final List<Version> PREFERRED = Arrays.asList(values()).reversed();

    private final String protocol;

    Version(String protocol) {
        this.protocol = protocol;
    }

    public String protocol() {
        return protocol;
    }

    /** Whether a peer of this version can be in a mesh. */
    public boolean hasMesh() {
        return this != FLOODSUB;
    }

    public boolean exchangesPeers() {
        return compareTo(MESHSUB_1_1) >= 0;
    }

    public boolean knowsDontWant() {
        return compareTo(MESHSUB_1_2) >= 0;
    }

    /** All protocols, the best first. */
    public static List<String> protocols() {
        return PREFERRED.stream().map(Version::protocol).toList();
    }

    /** The version that goes by the name of {@code protocol}. */
    public static Optional<Version> of(String protocol) {
        return PREFERRED.stream()
                .filter(version -> version.protocol.equals(protocol))
                .findFirst();
    }

    /** The best of those among {@code protocols}. */
    public static Optional<Version> best(Collection<String> protocols) {
        return PREFERRED.stream()
                .filter(version -> protocols.contains(version.protocol))
                .findFirst();
    }
}
