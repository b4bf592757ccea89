package dev.granary.libp2p.kad.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Peers as they are written down between two runs. */
public final class PeerList {
    /** Peers beyond these are not read. */
    public static final int MOST_PEERS = 10_000;

    private static final int PEER = 1;
    private static final int PEER_TAG = 0x0a;

    private PeerList() {}

    public static byte[] encode(Collection<KadPeer> peers) {
        byte[] bytes = new byte[peers.stream().mapToInt(peer -> peer.size(PEER)).sum()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (KadPeer peer : peers) {
                peer.write(out, PEER);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes;
    }

    public static List<KadPeer> decode(byte[] bytes) throws P2pException {
        List<KadPeer> peers = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == PEER_TAG && peers.size() < MOST_PEERS) {
                    KadPeer.read(in).ifPresent(peers::add);
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException malformed) {
            throw new P2pException(P2pError.MALFORMED, "A list of peers is no protobuf.", malformed);
        }
        return peers;
    }
}
