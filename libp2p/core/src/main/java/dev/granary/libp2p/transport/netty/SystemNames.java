package dev.granary.libp2p.transport.netty;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.NameResolver;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Asks the system, each time on a virtual thread: its resolver blocks. */
public final class SystemNames implements NameResolver {
    @Override
    public CompletionStage<List<Multiaddr>> resolve(Multiaddr named) {
        CompletableFuture<List<Multiaddr>> result = new CompletableFuture<>();
        Thread.ofVirtual().name("libp2p-names").start(() -> result.complete(ask(named)));
        return result;
    }

    private static List<Multiaddr> ask(Multiaddr named) {
        var components = named.components();
        Protocol family = components.getFirst().protocol();
        String rest = components.subList(1, components.size()).stream()
                .map(Object::toString)
                .collect(Collectors.joining());
        List<Multiaddr> found = new ArrayList<>();
        try {
            for (InetAddress ip : InetAddress.getAllByName(components.getFirst().value())) {
                Protocol its = ip instanceof Inet4Address ? Protocol.DNS4 : Protocol.DNS6;
                if (family == Protocol.DNS || family == its) {
                    String number = its == Protocol.DNS4 ? "/ip4/" : "/ip6/";
                    found.add(Multiaddr.parse(number + SocketAddresses.text(ip) + rest));
                }
            }
        } catch (UnknownHostException unknown) {
            // a name that nobody knows leads nowhere
        }
        return found;
    }
}
