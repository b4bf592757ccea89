package dev.granary.libp2p.pubsub.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Something to say to peers, encoded once however many it goes to: a field of an RPC or of its control part.
 *
 * @param bytes with tag and length
 */
public record Piece(Kind kind, ByteString bytes) {
    /** Bytes of ids in one IHAVE, IWANT or IDONTWANT: far below what an RPC can hold. */
    private static final int IDS_BYTES = 128 * 1024;

    /** What it is, and so how it is treated when a peer is slow. */
    public enum Kind {
        SUBSCRIPTION,
        /** A message of our own. */
        PUBLISHED,
        /** A message of others that is passed on. */
        FORWARDED,
        /** GRAFT and PRUNE. */
        MESH,
        /** IHAVE, IWANT, IDONTWANT: without it messages still come, later or twice. */
        GOSSIP;

        boolean isControl() {
            return this == MESH || this == GOSSIP;
        }
    }

    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /** Bytes that it takes on the wire. */
    public int size() {
        return bytes.size();
    }

    public static Piece of(SubscriptionChange change) {
        int size = CodedOutputStream.computeBoolSize(Wire.SUBSCRIBE, change.subscribed())
                + CodedOutputStream.computeStringSize(Wire.SUBSCRIBED_TOPIC, change.topic());
        return new Piece(Kind.SUBSCRIPTION, field(Wire.SUBSCRIPTION, size, out -> {
            out.writeBool(Wire.SUBSCRIBE, change.subscribed());
            out.writeString(Wire.SUBSCRIBED_TOPIC, change.topic());
        }));
    }

    /** A message, which {@code kind} says whether it is ours. */
    public static Piece of(PubsubMessage message, Kind kind) {
        return new Piece(kind, field(Wire.MESSAGE, message.size(), message::write));
    }

    /** IHAVE, in as many pieces as its ids need. */
    public static List<Piece> of(Offer offer) {
        return portions(offer.ids()).stream().map(ids -> of(offer.topic(), ids)).toList();
    }

    private static Piece of(String topic, List<ByteString> ids) {
        int size = CodedOutputStream.computeStringSize(Wire.CONTROL_TOPIC, topic) + size(Wire.IHAVE_ID, ids);
        return new Piece(Kind.GOSSIP, field(Wire.IHAVE, size, out -> {
            out.writeString(Wire.CONTROL_TOPIC, topic);
            write(out, Wire.IHAVE_ID, ids);
        }));
    }

    /** IWANT. */
    public static List<Piece> wanted(List<ByteString> ids) {
        return portions(ids).stream()
                .map(some -> ids(Wire.IWANT, Wire.IWANT_ID, some))
                .toList();
    }

    /** IDONTWANT. */
    public static List<Piece> unwanted(List<ByteString> ids) {
        return portions(ids).stream()
                .map(some -> ids(Wire.IDONTWANT, Wire.IDONTWANT_ID, some))
                .toList();
    }

    private static Piece ids(int field, int entry, List<ByteString> ids) {
        return new Piece(Kind.GOSSIP, field(field, size(entry, ids), out -> write(out, entry, ids)));
    }

    public static Piece graft(String topic) {
        int size = CodedOutputStream.computeStringSize(Wire.CONTROL_TOPIC, topic);
        return new Piece(Kind.MESH, field(Wire.GRAFT, size, out -> out.writeString(Wire.CONTROL_TOPIC, topic)));
    }

    public static Piece of(Prune prune) {
        List<ByteString> others = prune.others().stream().map(Piece::other).toList();
        int size = CodedOutputStream.computeStringSize(Wire.CONTROL_TOPIC, prune.topic())
                + size(Wire.PRUNE_PEER, others)
                + (prune.backoffSeconds().isEmpty()
                        ? 0
                        : CodedOutputStream.computeUInt64Size(
                                Wire.PRUNE_BACKOFF, prune.backoffSeconds().getAsLong()));
        return new Piece(Kind.MESH, field(Wire.PRUNE, size, out -> {
            out.writeString(Wire.CONTROL_TOPIC, prune.topic());
            write(out, Wire.PRUNE_PEER, others);
            if (prune.backoffSeconds().isPresent()) {
                out.writeUInt64(Wire.PRUNE_BACKOFF, prune.backoffSeconds().getAsLong());
            }
        }));
    }

    private static ByteString other(Prune.Other other) {
        boolean certified = !other.certificate().isEmpty();
        int size = CodedOutputStream.computeBytesSize(Wire.PEER_ID, other.peer())
                + (certified ? CodedOutputStream.computeBytesSize(Wire.PEER_RECORD, other.certificate()) : 0);
        return bytes(size, out -> {
            out.writeBytes(Wire.PEER_ID, other.peer());
            if (certified) {
                out.writeBytes(Wire.PEER_RECORD, other.certificate());
            }
        });
    }

    private static List<List<ByteString>> portions(List<ByteString> ids) {
        List<List<ByteString>> portions = new ArrayList<>(1);
        int begin = 0;
        int size = 0;
        for (int i = 0; i < ids.size(); i++) {
            size += ids.get(i).size();
            if (size >= IDS_BYTES || i + 1 == ids.size()) {
                portions.add(ids.subList(begin, i + 1));
                begin = i + 1;
                size = 0;
            }
        }
        return portions;
    }

    private static int size(int field, List<ByteString> values) {
        int size = 0;
        for (ByteString value : values) {
            size += CodedOutputStream.computeBytesSize(field, value);
        }
        return size;
    }

    private static void write(CodedOutputStream out, int field, List<ByteString> values) throws IOException {
        for (ByteString value : values) {
            out.writeBytes(field, value);
        }
    }

    private static ByteString field(int number, int size, Fields fields) {
        int whole = CodedOutputStream.computeTagSize(number) + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
        return bytes(whole, out -> {
            out.writeUInt32NoTag(Wire.sized(number));
            out.writeUInt32NoTag(size);
            fields.writeTo(out);
        });
    }

    private static ByteString bytes(int size, Fields fields) {
        byte[] bytes = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(out);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
