package dev.granary.libp2p.kad.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One message, in either direction.
 *
 * @param key what it is about, before hashing; empty in answers of some implementations
 * @param closer peers nearer to the key
 * @param providers peers that have what the key names
 */
public record KadMessage(
        MessageType type, ByteString key, Optional<KadRecord> record, List<KadPeer> closer, List<KadPeer> providers) {
    /** The longest message that is sent or read; go reads four times that. */
    public static final int LONGEST = 1 << 20;

    /** Of values and lookups; provider keys are shorter. */
    public static final int LONGEST_KEY = 1024;

    public static final int LONGEST_VALUE = 64 * 1024;

    /** Closer peers beyond these are not read: twice what an honest answer holds, and a little more. */
    public static final int MOST_CLOSER = 64;

    /** Providers beyond these are not read. */
    public static final int MOST_PROVIDERS = 1024;

    private static final int TYPE = 1;
    private static final int KEY = 2;
    private static final int RECORD = 3;
    private static final int CLOSER = 8;
    private static final int PROVIDERS = 9;
    private static final int TYPE_TAG = 0x08;
    private static final int KEY_TAG = 0x12;
    private static final int RECORD_TAG = 0x1a;
    private static final int CLOSER_TAG = 0x42;
    private static final int PROVIDERS_TAG = 0x4a;

    public KadMessage {
        closer = List.copyOf(closer);
        providers = List.copyOf(providers);
    }

    /** A request that consists of a key alone. */
    public static KadMessage request(MessageType type, ByteString key) {
        return new KadMessage(type, key, Optional.empty(), List.of(), List.of());
    }

    /** The request to keep {@code record}, or the answer that it is kept. */
    public static KadMessage putValue(KadRecord record) {
        return new KadMessage(MessageType.PUT_VALUE, record.key(), Optional.of(record), List.of(), List.of());
    }

    /** The announcement that {@code provider} has what {@code key} names. */
    public static KadMessage addProvider(ByteString key, KadPeer provider) {
        return new KadMessage(MessageType.ADD_PROVIDER, key, Optional.empty(), List.of(), List.of(provider));
    }

    /** The bytes on the wire, without their length in front. */
    public byte[] encode() {
        byte[] bytes = new byte[size()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            if (type.number() != 0) {
                out.writeUInt32(TYPE, type.number());
            }
            if (!key.isEmpty()) {
                out.writeBytes(KEY, key);
            }
            if (record.isPresent()) {
                record.get().write(out, RECORD);
            }
            for (KadPeer peer : closer) {
                peer.write(out, CLOSER);
            }
            for (KadPeer peer : providers) {
                peer.write(out, PROVIDERS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes;
    }

    private int size() {
        int size = type.number() == 0 ? 0 : CodedOutputStream.computeUInt32Size(TYPE, type.number());
        if (!key.isEmpty()) {
            size += CodedOutputStream.computeBytesSize(KEY, key);
        }
        if (record.isPresent()) {
            size += record.get().size(RECORD);
        }
        for (KadPeer peer : closer) {
            size += peer.size(CLOSER);
        }
        for (KadPeer peer : providers) {
            size += peer.size(PROVIDERS);
        }
        return size;
    }

    /** Reads a message whose length was checked already. */
    public static KadMessage decode(byte[] bytes) throws P2pException {
        Builder builder = new Builder();
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                builder.read(tag, in);
            }
        } catch (IOException malformed) {
            throw new P2pException(P2pError.MALFORMED, "A DHT message is no protobuf.", malformed);
        }
        return builder.build();
    }

    /** Reads bytes behind their length, of which there must not be more than {@code most}. */
    static ByteString readBounded(CodedInputStream in, int most, String what) throws IOException, P2pException {
        int length = in.readRawVarint32();
        if (length > most) {
            throw new P2pException(P2pError.LIMIT, "The " + what + " has " + length + " bytes, limit " + most + ".");
        }
        return UnsafeByteOperations.unsafeWrap(in.readRawBytes(length));
    }

    /** Collects fields in any order. */
    private static final class Builder {
        private int type;
        private ByteString key = ByteString.EMPTY;
        private Optional<KadRecord> record = Optional.empty();
        private final List<KadPeer> closer = new ArrayList<>();
        private final List<KadPeer> providers = new ArrayList<>();

        private void read(int tag, CodedInputStream in) throws IOException, P2pException {
            switch (tag) {
                case TYPE_TAG -> type = in.readInt32();
                case KEY_TAG -> key = readBounded(in, LONGEST_KEY, "key");
                case RECORD_TAG -> record = Optional.of(KadRecord.read(in, LONGEST_KEY, LONGEST_VALUE));
                case CLOSER_TAG -> readPeer(tag, in, closer, MOST_CLOSER);
                case PROVIDERS_TAG -> readPeer(tag, in, providers, MOST_PROVIDERS);
                default -> in.skipField(tag);
            }
        }

        private static void readPeer(int tag, CodedInputStream in, List<KadPeer> peers, int most) throws IOException {
            if (peers.size() < most) {
                KadPeer.read(in).ifPresent(peers::add);
            } else {
                in.skipField(tag);
            }
        }

        private KadMessage build() throws P2pException {
            return new KadMessage(MessageType.ofNumber(type), key, record, closer, providers);
        }
    }
}
