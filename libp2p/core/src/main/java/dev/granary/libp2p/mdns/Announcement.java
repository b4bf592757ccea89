package dev.granary.libp2p.mdns;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.multiformats.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a peer's addresses stand in DNS records, and how they are found there again. */
final class Announcement {
    private static final String ATTRIBUTE = "dnsaddr=";

    /** So that it fits into one packet of any network, with all that is around it. */
    private static final int MOST_BYTES = 1200;

    private static final int MOST_HOST_ADDRESSES = 4;
    private static final int MOST_ADDRESSES = 32;
    private static final int MOST_PEERS = 32;

    /** Of no use between neighbours, or not ours to dial. */
    private static final Set<Protocol> ELSEWHERE = Set.of(
            Protocol.P2P_CIRCUIT,
            Protocol.WS,
            Protocol.WSS,
            Protocol.WEBRTC,
            Protocol.WEBRTC_DIRECT,
            Protocol.WEBTRANSPORT);

    private Announcement() {}

    /** The answer of {@code self} to who asks for {@code service}; empty when it can be reached nowhere. */
    static Optional<DnsMessage> of(PeerId self, List<Multiaddr> addresses, String service, String instance) {
        List<String> texts = new ArrayList<>();
        List<Multiaddr> told = new ArrayList<>();
        int size = 0;
        for (Multiaddr address : addresses) {
            String text = ATTRIBUTE + address.withPeer(self);
            size += 1 + text.length();
            if (isNear(address) && text.length() <= DnsType.LONGEST_STRING && size <= MOST_BYTES) {
                texts.add(text);
                told.add(address);
            }
        }
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        String name = instance + "." + service;
        String host = instance + ".local";
        List<DnsRecord> records = new ArrayList<>();
        records.add(new DnsRecord.Pointer(service, name));
        records.add(new DnsRecord.Text(name, texts));
        // Nothing of libp2p reads these, but go's library drops an instance without them.
        records.add(new DnsRecord.Service(name, port(told.getFirst()), host));
        told.stream()
                .flatMap(address -> ip(address).stream())
                .distinct()
                .limit(MOST_HOST_ADDRESSES)
                .forEach(ip -> records.add(new DnsRecord.Address(host, ip)));
        return Optional.of(DnsMessage.response(records));
    }

    /** The peers that {@code message} tells of, each with the addresses that it may be reached at. */
    static Map<PeerId, List<Multiaddr>> read(DnsMessage message, String service) {
        Map<PeerId, List<Multiaddr>> found = new LinkedHashMap<>();
        Set<String> instances = instances(message, service);
        for (DnsRecord entry : message.records()) {
            boolean isOurs = entry.name().endsWith("." + service) || instances.contains(entry.name());
            if (isOurs && entry instanceof DnsRecord.Text attributes) {
                for (String text : attributes.strings()) {
                    address(text).ifPresent(address -> add(found, address));
                }
            }
        }
        return found;
    }

    /** What the service's own records point to: the instances of rust-libp2p do not bear its name. */
    private static Set<String> instances(DnsMessage message, String service) {
        Set<String> instances = new HashSet<>();
        for (DnsRecord entry : message.records()) {
            if (entry instanceof DnsRecord.Pointer(String name, String target) && name.equals(service)) {
                instances.add(target);
            }
        }
        return instances;
    }

    private static void add(Map<PeerId, List<Multiaddr>> found, Multiaddr address) {
        Optional<PeerId> peer = address.peerId();
        if (peer.isEmpty() || !isNear(address)) {
            return;
        }
        if (!found.containsKey(peer.get()) && found.size() == MOST_PEERS) {
            return;
        }
        List<Multiaddr> addresses = found.computeIfAbsent(peer.get(), _ -> new ArrayList<>());
        if (addresses.size() < MOST_ADDRESSES && !addresses.contains(address)) {
            addresses.add(address);
        }
    }

    private static Optional<Multiaddr> address(String text) {
        if (!text.startsWith(ATTRIBUTE)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Multiaddr.decodeText(text.substring(ATTRIBUTE.length())));
        } catch (P2pException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether {@code address} begins with an address of this network and is dialled without help. */
    private static boolean isNear(Multiaddr address) {
        Protocol first = address.components().getFirst().protocol();
        boolean ip = first == Protocol.IP4 || first == Protocol.IP6;
        return ip && address.components().stream().noneMatch(step -> ELSEWHERE.contains(step.protocol()));
    }

    private static int port(Multiaddr address) {
        return address.value(Protocol.TCP)
                .or(() -> address.value(Protocol.UDP))
                .map(Integer::parseInt)
                .orElse(0);
    }

    private static Optional<InetAddress> ip(Multiaddr address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.bytes());
        boolean four = address.has(Protocol.IP4);
        byte[] ip = new byte[four ? 4 : 16];
        bytes.get(1, ip);
        try {
            return Optional.of(InetAddress.getByAddress(ip));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
