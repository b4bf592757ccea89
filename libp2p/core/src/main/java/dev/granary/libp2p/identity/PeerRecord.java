package dev.granary.libp2p.identity;

import com.google.protobuf.CodedInputStream;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses at which a peer says it can be reached; of two records the one with the higher sequence holds.
 *
 * @param sequence unsigned; by custom the time in milliseconds at which the record was made
 */
public record PeerRecord(PeerId peer, long sequence, List<Multiaddr> addresses) {
    /** Addresses beyond these are not read. */
    public static final int MAXIMUM_ADDRESSES = 500;

    /** What go and js sign, and what we do. RFC 0003 describes neither. */
    private static final String DOMAIN = "libp2p-peer-record";

    private static final byte[] PAYLOAD_TYPE = {0x03, 0x01};

    /** What rust signs unless told otherwise. */
    private static final String RUST_DOMAIN = "libp2p-routing-state";

    private static final byte[] RUST_PAYLOAD_TYPE = "/libp2p/routing-state-record".getBytes(StandardCharsets.US_ASCII);

    private static final int PEER = 1;
    private static final int SEQUENCE = 2;
    private static final int ADDRESSES = 3;
    private static final int ADDRESS = 1;
    private static final int PEER_TAG = 0x0a;
    private static final int SEQUENCE_TAG = 0x10;
    private static final int ADDRESSES_TAG = 0x1a;
    private static final int ADDRESS_TAG = 0x0a;

    public PeerRecord {
        addresses = List.copyOf(addresses);
    }

    /** Whether this record replaces {@code other}. */
    public boolean isNewerThan(PeerRecord other) {
        return Long.compareUnsigned(sequence, other.sequence) > 0;
    }

    /** This record, signed by the peer that it is about. */
    public SignedEnvelope seal(PrivateKey key) {
        if (!key.publicKey().peerId().equals(peer)) {
            throw new IllegalArgumentException("a peer signs its own record only, not that of " + peer);
        }
        return SignedEnvelope.seal(key, DOMAIN, PAYLOAD_TYPE, encode());
    }

    /**
     * The record in {@code envelope}.
     *
     * @throws P2pException {@code UNAUTHENTICATED} when it is not signed by the peer that it is about
     */
    public static PeerRecord open(SignedEnvelope envelope) throws P2pException {
        byte[] payload = envelope.holds(RUST_PAYLOAD_TYPE)
                ? envelope.open(RUST_DOMAIN, RUST_PAYLOAD_TYPE)
                : envelope.open(DOMAIN, PAYLOAD_TYPE);
        PeerRecord peerRecord = decode(payload);
        if (!peerRecord.peer.equals(envelope.signer().peerId())) {
            throw new P2pException(P2pError.UNAUTHENTICATED, "A peer record is signed by another peer.");
        }
        return peerRecord;
    }

    private byte[] encode() {
        return Protobuf.encode(out -> {
            out.writeByteArray(PEER, peer.bytes());
            out.writeUInt64(SEQUENCE, sequence);
            for (Multiaddr address : addresses) {
                out.writeByteArray(ADDRESSES, Protobuf.encode(inner -> inner.writeByteArray(ADDRESS, address.bytes())));
            }
        });
    }

    private static PeerRecord decode(byte[] payload) throws P2pException {
        PeerId peer = null;
        long sequence = 0;
        List<byte[]> entries = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(payload);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case PEER_TAG -> peer = PeerId.decode(in.readByteArray());
                    case SEQUENCE_TAG -> sequence = in.readUInt64();
                    case ADDRESSES_TAG -> entries.add(in.readByteArray());
                    default -> in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw Protobuf.malformed(e);
        }
        if (peer == null) {
            throw new P2pException(P2pError.MALFORMED, "A peer record names no peer.");
        }
        return new PeerRecord(peer, sequence, readable(entries));
    }

    private static List<Multiaddr> readable(List<byte[]> entries) throws P2pException {
        List<Multiaddr> addresses = new ArrayList<>();
        for (byte[] entry : entries.subList(0, Math.min(entries.size(), MAXIMUM_ADDRESSES))) {
            byte[] address = address(entry);
            try {
                addresses.add(Multiaddr.decode(address));
            } catch (P2pException unreadable) {
                // A protocol that we do not know: it alone is lost, the record is not.
            }
        }
        return addresses;
    }

    private static byte[] address(byte[] entry) throws P2pException {
        byte[] address = {};
        CodedInputStream in = CodedInputStream.newInstance(entry);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == ADDRESS_TAG) {
                    address = in.readByteArray();
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw Protobuf.malformed(e);
        }
        return address;
    }
}
