package dev.granary.libp2p.kad.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A peer and where it is said to be.
 *
 * @param addresses in their binary form: most peers that are heard of are never dialled, and an address that is not
 *     understood costs itself only
 */
public record KadPeer(PeerId id, List<ByteString> addresses) {
    /** Addresses beyond these are not read. */
    public static final int MOST_ADDRESSES = 16;

    /** Longer ones are not read; a relayed address with two certificates' hashes takes about 250 bytes. */
    public static final int LONGEST_ADDRESS = 512;

    /** Longer ones are no peer's. */
    private static final int LONGEST_ID = 128;

    private static final int ID = 1;
    private static final int ADDRESSES = 2;
    private static final int ID_TAG = 0x0a;
    private static final int ADDRESSES_TAG = 0x12;

    public KadPeer {
        addresses = List.copyOf(addresses);
    }

    /** {@code peer} at {@code addresses}, of which those too many or too long are left out. */
    public static KadPeer of(PeerId peer, Collection<Multiaddr> addresses) {
        return new KadPeer(
                peer,
                addresses.stream()
                        .map(address -> ByteString.copyFrom(address.bytes()))
                        .filter(address -> address.size() <= LONGEST_ADDRESS)
                        .limit(MOST_ADDRESSES)
                        .toList());
    }

    /** The addresses that are understood. */
    public List<Multiaddr> readableAddresses() {
        List<Multiaddr> readable = new ArrayList<>(addresses.size());
        for (ByteString address : addresses) {
            try {
                readable.add(Multiaddr.decode(address.toByteArray()));
            } catch (P2pException unreadable) {
                // a protocol that we do not know: it alone is lost, the peer is not
            }
        }
        return readable;
    }

    /** Bytes that {@link #write} takes, length and tag included. */
    int size(int field) {
        int content = contentSize();
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(content) + content;
    }

    private int contentSize() {
        int size = CodedOutputStream.computeByteArraySize(ID, id.bytes());
        for (ByteString address : addresses) {
            size += CodedOutputStream.computeBytesSize(ADDRESSES, address);
        }
        return size;
    }

    /** Writes this peer as a message in {@code field}. */
    void write(CodedOutputStream out, int field) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(contentSize());
        out.writeByteArray(ID, id.bytes());
        for (ByteString address : addresses) {
            out.writeBytes(ADDRESSES, address);
        }
    }

    /** Reads a message behind its length; empty when it names no peer. */
    static Optional<KadPeer> read(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        PeerId id = null;
        List<ByteString> addresses = new ArrayList<>(2);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == ID_TAG) {
                id = readId(in);
            } else if (tag == ADDRESSES_TAG && addresses.size() < MOST_ADDRESSES) {
                readAddress(in, addresses);
            } else {
                in.skipField(tag);
            }
        }
        in.checkLastTagWas(0);
        in.popLimit(outer);
        return id == null ? Optional.empty() : Optional.of(new KadPeer(id, addresses));
    }

    private static @Nullable PeerId readId(CodedInputStream in) throws IOException {
        int length = in.readRawVarint32();
        if (length > LONGEST_ID) {
            in.skipRawBytes(length);
            return null;
        }
        try {
            return PeerId.decode(in.readRawBytes(length));
        } catch (P2pException strange) {
            return null; // of a kind that we do not know: it alone is lost, the message is not
        }
    }

    private static void readAddress(CodedInputStream in, List<ByteString> addresses) throws IOException {
        int length = in.readRawVarint32();
        if (length > LONGEST_ADDRESS) {
            in.skipRawBytes(length);
            return;
        }
        byte[] address = in.readRawBytes(length);
        if (address.length > 0) {
            addresses.add(UnsafeByteOperations.unsafeWrap(address));
        }
    }
}
