package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A network address as a path of protocols, such as {@code /ip4/127.0.0.1/tcp/4001/p2p/12D3KooW...}. */
public final class Multiaddr {
    /** Of the binary form; a relayed address with two certificates' hashes takes about 250. */
    public static final int MAXIMUM_BYTES = 1024;

    /** No text is longer than seven times its bytes, so each address that can be had can also be written and read. */
    private static final int MAXIMUM_TEXT = 7 * MAXIMUM_BYTES;

    private final byte[] bytes;
    private final List<Component> components;

    private Multiaddr(byte[] bytes, List<Component> components) {
        this.bytes = bytes;
        this.components = List.copyOf(components);
    }

    /**
     * One step of an address.
     *
     * @param value as it stands in the text; empty for a protocol without one
     */
    public record Component(Protocol protocol, String value) {
        @Override
        public String toString() {
            return protocol.hasValue() ? "/" + protocol + "/" + value : "/" + protocol;
        }
    }

    /**
     * What {@code bytes} spell.
     *
     * @throws P2pException {@code NOT_SUPPORTED} for a protocol that is not known, {@code MALFORMED}, {@code LIMIT}: in each
     *     case the message that brought this address is to lose it, and it alone
     */
    public static Multiaddr decode(byte[] bytes) throws P2pException {
        if (bytes.length == 0) {
            throw new P2pException(P2pError.MALFORMED, "An address is empty.");
        }
        if (bytes.length > MAXIMUM_BYTES) {
            throw new P2pException(P2pError.LIMIT, "An address of " + bytes.length + " bytes is too long.");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes.clone());
        List<Component> components = new ArrayList<>();
        while (in.hasRemaining()) {
            Protocol protocol = Protocol.ofCode(Varint.read(in));
            components.add(new Component(
                    protocol, protocol.value().text(protocol.value().read(in))));
        }
        return new Multiaddr(in.array(), components);
    }

    /** What a text from a remote spells; fails like {@link #decode}. */
    public static Multiaddr decodeText(String text) throws P2pException {
        if (!text.startsWith("/") || text.length() > MAXIMUM_TEXT) {
            throw new P2pException(P2pError.MALFORMED, "An address does not begin with a slash, or is too long.");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Iterator<String> parts = Arrays.asList(text.substring(1).split("/", -1)).iterator();
        while (parts.hasNext()) {
            String name = parts.next();
            if (name.isEmpty() && !parts.hasNext()) {
                break;
            }
            Protocol protocol = Protocol.ofName(name);
            append(out, protocol, protocol.hasValue() ? valueText(protocol, parts) : "");
        }
        return decode(out.toByteArray());
    }

    /** What a program or its configuration calls an address. */
    public static Multiaddr parse(String text) {
        try {
            return decodeText(text);
        } catch (P2pException e) {
            throw new IllegalArgumentException("not an address: " + text + ": " + e.getMessage(), e);
        }
    }

    private static String valueText(Protocol protocol, Iterator<String> parts) throws P2pException {
        if (!parts.hasNext()) {
            throw new P2pException(P2pError.MALFORMED, "An address ends where the value of " + protocol + " belongs.");
        }
        if (protocol.value() != AddressValue.PATH) {
            return parts.next();
        }
        List<String> rest = new ArrayList<>();
        parts.forEachRemaining(rest::add);
        return String.join("/", rest);
    }

    private static void append(ByteArrayOutputStream out, Protocol protocol, String value) throws P2pException {
        byte[] bytes = protocol.value().bytes(value);
        out.writeBytes(Varint.encode(protocol.code()));
        if (protocol.value().hasLength()) {
            out.writeBytes(Varint.encode(bytes.length));
        }
        out.writeBytes(bytes);
    }

    /** The binary form. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The steps, from the outside in. */
    public List<Component> components() {
        return components;
    }

    /** The value of the first step of {@code protocol}; empty when there is none. */
    public Optional<String> value(Protocol protocol) {
        return components.stream()
                .filter(component -> component.protocol() == protocol)
                .map(Component::value)
                .findFirst();
    }

    public boolean has(Protocol protocol) {
        return components.stream().anyMatch(component -> component.protocol() == protocol);
    }

    /** This address with {@code inner} behind it. */
    public Multiaddr encapsulate(Multiaddr inner) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + inner.bytes.length);
        System.arraycopy(inner.bytes, 0, joined, bytes.length, inner.bytes.length);
        return ofOwn(joined);
    }

    /** The peer that this address leads to: its last step, where that names one. A relay on the way is not it. */
    public Optional<PeerId> peerId() {
        Component last = components.getLast();
        return last.protocol() == Protocol.P2P ? Optional.of(PeerId.parse(last.value())) : Optional.empty();
    }

    /**
     * This address of {@code peer}, naming it.
     *
     * @throws IllegalArgumentException when it names another one
     */
    public Multiaddr withPeer(PeerId peer) {
        Optional<PeerId> named = peerId();
        if (named.isEmpty()) {
            return encapsulate(parse("/p2p/" + peer));
        }
        if (!named.get().equals(peer)) {
            throw new IllegalArgumentException(this + " is not an address of " + peer);
        }
        return this;
    }

    /**
     * This address without the peer that it leads to.
     *
     * @throws IllegalArgumentException when it holds nothing else
     */
    public Multiaddr withoutPeer() {
        Optional<PeerId> named = peerId();
        if (named.isEmpty()) {
            return this;
        }
        int peer = named.get().bytes().length;
        int step = Varint.size(Protocol.P2P.code()) + Varint.size(peer) + peer;
        return ofOwn(Arrays.copyOf(bytes, bytes.length - step));
    }

    private static Multiaddr ofOwn(byte[] bytes) {
        try {
            return decode(bytes);
        } catch (P2pException e) {
            throw new IllegalArgumentException("not an address: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Multiaddr that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        components.forEach(text::append);
        return text.toString();
    }
}
