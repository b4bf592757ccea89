package dev.granary.libp2p.kad;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.records.RecordsImage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.PeerList;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;

/**
 * What a node remembers from one run to the next.
 *
 * @param peers of the routing table
 * @param records in the form of {@link RecordsImage}
 * @param keys that it provides
 */
record Snapshot(List<KadPeer> peers, ByteString records, List<ByteString> keys) {
    private static final int VERSION = 1;

    Snapshot {
        peers = List.copyOf(peers);
        keys = List.copyOf(keys);
    }

    static byte[] encode(Collection<KadPeer> peers, byte[] records, Collection<ByteString> keys) {
        byte[] list = PeerList.encode(peers);
        byte[] provided = RecordsImage.encodeKeys(keys);
        return ByteBuffer.allocate(4 * Integer.BYTES + list.length + records.length + provided.length)
                .putInt(VERSION)
                .putInt(list.length)
                .put(list)
                .putInt(records.length)
                .put(records)
                .putInt(provided.length)
                .put(provided)
                .array();
    }

    static Snapshot decode(byte[] bytes) throws P2pException {
        List<ByteString> parts = bytes.length < Integer.BYTES
                ? List.of()
                : RecordsImage.decodeKeys(
                        ByteString.copyFrom(bytes).substring(Integer.BYTES).toByteArray());
        if (parts.size() != 3 || ByteBuffer.wrap(bytes).getInt() != VERSION) {
            throw new P2pException(P2pError.MALFORMED, "A snapshot is torn, or of another version.");
        }
        return new Snapshot(
                PeerList.decode(parts.getFirst().toByteArray()),
                parts.get(1),
                RecordsImage.decodeKeys(parts.getLast().toByteArray()));
    }
}
