package dev.granary.libp2p.kad.records;

import com.google.protobuf.ByteString;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.kad.keyspace.KadKey;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.kad.wire.KadRecord;
import dev.granary.libp2p.kad.wire.PeerList;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stores of a peer in bytes, to be kept between two runs. */
public final class RecordsImage {
    private static final int VERSION = 1;
    private static final int RECORD_BYTES = KadKey.BYTES + 2 * Integer.BYTES;

    private RecordsImage() {}

    /** What {@code providers} and {@code values} hold, in about {@code mostBytes} at most: what does not fit is left out. */
    public static byte[] encode(ProviderStore providers, ValueStore values, int mostBytes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(VERSION);
            writeValues(out, values, mostBytes / 2);
            writeProviders(out, providers, mostBytes - bytes.size());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void writeValues(DataOutputStream out, ValueStore values, int mostBytes) throws IOException {
        List<byte[]> encoded = new ArrayList<>();
        int left = mostBytes;
        for (KadRecord value : values.records()) {
            byte[] bytes = KadMessage.putValue(value).encode();
            left -= bytes.length + Integer.BYTES;
            if (left < 0) {
                break;
            }
            encoded.add(bytes);
        }
        out.writeInt(encoded.size());
        for (byte[] bytes : encoded) {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static void writeProviders(DataOutputStream out, ProviderStore store, int mostBytes) throws IOException {
        Map<Integer, ProviderStore.Written> peers = new LinkedHashMap<>();
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        ByteBuffer records =
                ByteBuffer.allocate(Math.clamp((long) store.size() * RECORD_BYTES, 0, Math.max(0, mostBytes / 2)));
        store.forEach((key, number, until, provider) -> {
            boolean known = peers.containsKey(number);
            if (records.remaining() >= RECORD_BYTES && (known || peers.size() < PeerList.MOST_PEERS)) {
                peers.putIfAbsent(number, provider);
                for (int word = 0; word < KadKey.BYTES / Long.BYTES; word++) {
                    records.putLong(key.word(word));
                }
                records.putInt(numbers.computeIfAbsent(number, n -> numbers.size()))
                        .putInt(until);
            }
        });
        byte[] list = PeerList.encode(
                peers.values().stream().map(ProviderStore.Written::peer).toList());
        out.writeInt(list.length);
        out.write(list);
        for (ProviderStore.Written provider : peers.values()) {
            out.writeInt(provider.addressesUntil());
        }
        out.writeInt(records.position() / RECORD_BYTES);
        out.write(records.array(), 0, records.position());
    }

    /** Puts what {@code bytes} hold into the stores, as far as it is still good and they have room. */
    public static void decode(byte[] bytes, ProviderStore providers, ValueStore values, Instant now)
            throws P2pException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            if (in.getInt() != VERSION) {
                throw new P2pException(P2pError.NOT_SUPPORTED, "The records were written by another version.");
            }
            readValues(in, values, now);
            readProviders(in, providers, now);
        } catch (BufferUnderflowException torn) {
            throw new P2pException(P2pError.MALFORMED, "The written records end too early.", torn);
        }
    }

    private static void readValues(ByteBuffer in, ValueStore values, Instant now) throws P2pException {
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            KadMessage.decode(take(in)).record().ifPresent(written -> values.restore(written, now));
        }
    }

    private static void readProviders(ByteBuffer in, ProviderStore providers, Instant now) throws P2pException {
        List<KadPeer> peers = PeerList.decode(take(in));
        List<ProviderStore.Written> written = new ArrayList<>();
        for (KadPeer peer : peers) {
            written.add(new ProviderStore.Written(peer, in.getInt()));
        }
        int count = in.getInt();
        for (int i = 0; i < count; i++) {
            KadKey key = new KadKey(in.getLong(), in.getLong(), in.getLong(), in.getLong());
            int number = in.getInt();
            int until = in.getInt();
            if (number < 0 || number >= written.size()) {
                throw new P2pException(P2pError.MALFORMED, "A written record is of no written provider.");
            }
            providers.restore(key, written.get(number), until, now);
        }
    }

    private static byte[] take(ByteBuffer in) throws P2pException {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new P2pException(P2pError.MALFORMED, "A part of the written records is torn.");
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    /** The keys that {@code bytes} of {@link #encodeKeys} hold. */
    public static List<ByteString> decodeKeys(byte[] bytes) throws P2pException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<ByteString> keys = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                keys.add(ByteString.copyFrom(take(in)));
            }
        } catch (BufferUnderflowException torn) {
            throw new P2pException(P2pError.MALFORMED, "The written keys end too early.", torn);
        }
        return keys;
    }

    /** {@code keys} one after the other. */
    public static byte[] encodeKeys(Iterable<ByteString> keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteString key : keys) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES + key.size())
                    .putInt(key.size())
                    .put(key.asReadOnlyByteBuffer())
                    .array());
        }
        return bytes.toByteArray();
    }
}
