package dev.granary.libp2p.transport;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Resolves {@code /dnsaddr/example.org/p2p/Qm..}: to those addresses in the TXT records of {@code _dnsaddr.example.org} that
 * end in the same way. Leaves other names to others.
 */
public record DnsaddrNames(TextRecords texts, NameResolver others) implements NameResolver {
    private static final String DOMAIN = "_dnsaddr.";
    private static final String ATTRIBUTE = "dnsaddr=";

    /** Of one name; public lists have some dozens. */
    private static final int MOST = 64;

    @Override
    public CompletionStage<List<Multiaddr>> resolve(Multiaddr named) {
        List<Multiaddr.Component> components = named.components();
        Multiaddr.Component first = components.getFirst();
        if (first.protocol() != Protocol.DNSADDR) {
            return others.resolve(named);
        }
        List<Multiaddr.Component> ending = components.subList(1, components.size());
        return texts.find(DOMAIN + first.value()).thenApply(found -> found.stream()
                .limit(MOST)
                .flatMap(text -> address(text).stream())
                .filter(address -> endsWith(address, ending))
                .toList());
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

    private static boolean endsWith(Multiaddr address, List<Multiaddr.Component> ending) {
        List<Multiaddr.Component> all = address.components();
        int from = all.size() - ending.size();
        return from >= 0 && all.subList(from, all.size()).equals(ending);
    }
}
