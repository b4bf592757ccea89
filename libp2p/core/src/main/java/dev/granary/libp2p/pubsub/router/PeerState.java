package dev.granary.libp2p.pubsub.router;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.score.PeerGater;
import dev.granary.libp2p.pubsub.score.Standing;
import dev.granary.libp2p.pubsub.wire.Piece;
import dev.granary.libp2p.pubsub.wire.Version;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a router knows of a peer that it is connected to. Collections are made when something goes into them. */
final class PeerState {
    private final PeerId id;
    private final boolean dialled;
    private final boolean direct;
    private final Outlet outlet;
    private final Standing standing;
    private final PeerGater.Conduct conduct = new PeerGater.Conduct();
    private final Set<TopicState> topics = new LinkedHashSet<>(2);
    /** Messages that it does not want, with the heartbeat at which it said so. */
    private @Nullable Map<ByteString, Long> unwanted;

    private Version version;
    private int offers;
    private int asked;
    private int requested;

    PeerState(PeerId id, RouterPeer how, boolean direct, Standing standing) {
        this.id = id;
        this.dialled = how.dialled();
        this.outlet = how.outlet();
        this.version = how.version();
        this.direct = direct;
        this.standing = standing;
    }

    PeerId id() {
        return id;
    }

    Version version() {
        return version;
    }

    void version(Version spoken) {
        version = spoken;
    }

    boolean isDialled() {
        return dialled;
    }

    boolean isDirect() {
        return direct;
    }

    /** Whether messages go to it without a mesh. */
    boolean isAlwaysSentTo() {
        return direct || !version.hasMesh();
    }

    Standing standing() {
        return standing;
    }

    PeerGater.Conduct conduct() {
        return conduct;
    }

    Set<TopicState> topics() {
        return topics;
    }

    void send(Piece piece) {
        outlet.send(piece);
    }

    boolean wants(ByteString message) {
        return unwanted == null || !unwanted.containsKey(message);
    }

    /** Notes that it does not want {@code message}; says no when it named too many. */
    boolean refuse(ByteString message, long beat, int most) {
        if (unwanted == null) {
            unwanted = new LinkedHashMap<>();
        }
        if (unwanted.size() >= most) {
            return false;
        }
        unwanted.put(message, beat);
        return true;
    }

    /** Counts an offer within this heartbeat. */
    int countOffer() {
        return ++offers;
    }

    int asked() {
        return asked;
    }

    void countAsked(int ids) {
        asked += ids;
    }

    /** Counts a message that it requests within this heartbeat. */
    int countRequested() {
        return ++requested;
    }

    void beat(long forgotten) {
        offers = 0;
        asked = 0;
        requested = 0;
        if (unwanted != null) {
            unwanted.values().removeIf(beat -> beat <= forgotten);
            unwanted = unwanted.isEmpty() ? null : unwanted;
        }
    }
}
