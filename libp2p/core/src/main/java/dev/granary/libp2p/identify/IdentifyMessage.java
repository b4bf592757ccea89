package dev.granary.libp2p.identify;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The message as it is on the wire. Addresses are left in bytes: those that are not understood cost themselves only.
 *
 * @param publicKey in its protobuf form
 * @param signedPeerRecord an envelope
 */
record IdentifyMessage(
        Optional<ByteString> publicKey,
        List<ByteString> listenAddresses,
        List<String> protocols,
        Optional<ByteString> observedAddress,
        String protocolVersion,
        String agentVersion,
        Optional<ByteString> signedPeerRecord) {
    static final IdentifyMessage EMPTY =
            new IdentifyMessage(Optional.empty(), List.of(), List.of(), Optional.empty(), "", "", Optional.empty());

    private static final int MOST_ADDRESSES = 500;
    private static final int MOST_PROTOCOLS = 1024;
    private static final int LONGEST_TEXT = 256;

    private static final int PUBLIC_KEY = 1;
    private static final int LISTEN_ADDRESS = 2;
    private static final int PROTOCOL = 3;
    private static final int OBSERVED_ADDRESS = 4;
    private static final int PROTOCOL_VERSION = 5;
    private static final int AGENT_VERSION = 6;
    private static final int SIGNED_PEER_RECORD = 8;

    IdentifyMessage {
        listenAddresses = List.copyOf(listenAddresses);
        protocols = List.copyOf(protocols);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            writeIfPresent(out, PUBLIC_KEY, publicKey);
            for (ByteString address : listenAddresses) {
                out.writeBytes(LISTEN_ADDRESS, address);
            }
            for (String protocol : protocols) {
                out.writeString(PROTOCOL, protocol);
            }
            writeIfPresent(out, OBSERVED_ADDRESS, observedAddress);
            out.writeString(PROTOCOL_VERSION, protocolVersion);
            out.writeString(AGENT_VERSION, agentVersion);
            writeIfPresent(out, SIGNED_PEER_RECORD, signedPeerRecord);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void writeIfPresent(CodedOutputStream out, int field, Optional<ByteString> value)
            throws IOException {
        if (value.isPresent()) {
            out.writeBytes(field, value.get());
        }
    }

    /** This message with what {@code more} adds to it or says anew. */
    IdentifyMessage mergedWith(IdentifyMessage more) throws P2pException {
        List<ByteString> addresses = new ArrayList<>(listenAddresses);
        addresses.addAll(more.listenAddresses);
        List<String> names = new ArrayList<>(protocols);
        names.addAll(more.protocols);
        if (addresses.size() > MOST_ADDRESSES || names.size() > MOST_PROTOCOLS) {
            throw tooMany();
        }
        return new IdentifyMessage(
                more.publicKey.or(() -> publicKey),
                addresses,
                names,
                more.observedAddress.or(() -> observedAddress),
                more.protocolVersion.isEmpty() ? protocolVersion : more.protocolVersion,
                more.agentVersion.isEmpty() ? agentVersion : more.agentVersion,
                more.signedPeerRecord.or(() -> signedPeerRecord));
    }

    /** This message with other addresses and another record. */
    IdentifyMessage withAddresses(List<ByteString> addresses, Optional<ByteString> peerRecord) {
        return new IdentifyMessage(
                publicKey, addresses, protocols, observedAddress, protocolVersion, agentVersion, peerRecord);
    }

    private static P2pException tooMany() {
        return new P2pException(P2pError.LIMIT, "An identify message names too many addresses or protocols.");
    }

    /** Reads a message whose length was checked already. */
    static IdentifyMessage decode(byte[] bytes) throws P2pException {
        Builder builder = new Builder();
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (!builder.read(tag, in)) {
                    in.skipField(tag);
                }
            }
        } catch (IOException malformed) {
            throw new P2pException(P2pError.MALFORMED, "An identify message is no protobuf.", malformed);
        }
        return builder.build();
    }

    /** Collects fields in any order. */
    private static final class Builder {
        private final List<ByteString> addresses = new ArrayList<>();
        private final List<String> protocols = new ArrayList<>();
        private Optional<ByteString> publicKey = Optional.empty();
        private Optional<ByteString> observed = Optional.empty();
        private Optional<ByteString> record = Optional.empty();
        private String protocolVersion = "";
        private String agentVersion = "";

        private boolean read(int tag, CodedInputStream in) throws IOException, P2pException {
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return false;
            }
            switch (WireFormat.getTagFieldNumber(tag)) {
                case PUBLIC_KEY -> publicKey = Optional.of(in.readBytes());
                case LISTEN_ADDRESS -> add(addresses, in.readBytes(), MOST_ADDRESSES);
                case PROTOCOL -> add(protocols, in.readStringRequireUtf8(), MOST_PROTOCOLS);
                case OBSERVED_ADDRESS -> observed = Optional.of(in.readBytes());
                case PROTOCOL_VERSION -> protocolVersion = printable(in.readStringRequireUtf8());
                case AGENT_VERSION -> agentVersion = printable(in.readStringRequireUtf8());
                case SIGNED_PEER_RECORD -> record = Optional.of(in.readBytes());
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static <T> void add(List<T> all, T one, int most) throws P2pException {
            if (all.size() >= most) {
                throw tooMany();
            }
            all.add(one);
        }

        private static String printable(String text) {
            String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
            return cut.replaceAll("\\p{Cntrl}", "?");
        }

        private IdentifyMessage build() {
            return new IdentifyMessage(
                    publicKey, addresses, protocols, observed, protocolVersion, agentVersion, record);
        }
    }
}
