package dev.granary.libp2p.multiformats;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.HashMap;
import java.util.Map;

/** A step of an address: the protocols of the multiaddr table that libp2p peers announce. */
public enum Protocol {
    IP4(4, "ip4", AddressValue.IP4),
    TCP(6, "tcp", AddressValue.PORT),
    IP6(41, "ip6", AddressValue.IP6),
    IP6ZONE(42, "ip6zone", AddressValue.NAME),
    IPCIDR(43, "ipcidr", AddressValue.PREFIX_LENGTH),
    DNS(53, "dns", AddressValue.NAME),
    DNS4(54, "dns4", AddressValue.NAME),
    DNS6(55, "dns6", AddressValue.NAME),
    DNSADDR(56, "dnsaddr", AddressValue.NAME),
    UDP(273, "udp", AddressValue.PORT),
    WEBRTC_DIRECT(280, "webrtc-direct", AddressValue.NONE),
    WEBRTC(281, "webrtc", AddressValue.NONE),
    P2P_CIRCUIT(290, "p2p-circuit", AddressValue.NONE),
    UNIX(400, "unix", AddressValue.PATH),
    P2P(421, "p2p", AddressValue.PEER),
    TLS(448, "tls", AddressValue.NONE),
    SNI(449, "sni", AddressValue.NAME),
    NOISE(454, "noise", AddressValue.NONE),
    QUIC(460, "quic", AddressValue.NONE),
    QUIC_V1(461, "quic-v1", AddressValue.NONE),
    WEBTRANSPORT(465, "webtransport", AddressValue.NONE),
    CERTHASH(466, "certhash", AddressValue.HASH),
    WS(477, "ws", AddressValue.NONE),
    WSS(478, "wss", AddressValue.NONE),
    HTTP(480, "http", AddressValue.NONE),
    HTTP_PATH(481, "http-path", AddressValue.ESCAPED_PATH),
    MEMORY(777, "memory", AddressValue.NUMBER);

    private static final Map<Long, Protocol> BY_CODE = new HashMap<>();
    private static final Map<String, Protocol> BY_NAME = new HashMap<>();

    static {
        for (Protocol protocol : values()) {
            BY_CODE.put(protocol.code, protocol);
            BY_NAME.put(protocol.text, protocol);
        }
        // The name before libp2p left IPFS; still found in configurations.
        BY_NAME.put("ipfs", P2P);
    }

    private final long code;
    private final String text;
    private final AddressValue value;

    Protocol(long code, String text, AddressValue value) {
        this.code = code;
        this.text = text;
        this.value = value;
    }

    /** Its number in the multicodec table. */
    public long code() {
        return code;
    }

    /** Whether a value follows it. */
    public boolean hasValue() {
        return value != AddressValue.NONE;
    }

    AddressValue value() {
        return value;
    }

    static Protocol ofCode(long code) throws P2pException {
        Protocol found = BY_CODE.get(code);
        if (found == null) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "No protocol of addresses has the code " + code + ".");
        }
        return found;
    }

    static Protocol ofName(String name) throws P2pException {
        Protocol found = BY_NAME.get(name);
        if (found == null) {
            throw new P2pException(P2pError.NOT_SUPPORTED, "An address names a protocol that is not known.");
        }
        return found;
    }

    /** The name, as it stands in addresses. */
    @Override
    public String toString() {
        return text;
    }
}
