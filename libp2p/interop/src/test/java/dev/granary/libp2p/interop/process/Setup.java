package dev.granary.libp2p.interop.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a peer is asked to start. */
public record Setup(
        List<String> transports,
        List<String> security,
        List<String> listen,
        Optional<String> psk,
        Optional<Integer> mdnsPort,
        Map<String, Integer> limits,
        Map<String, Map<String, String>> services) {
    public Setup {
        transports = List.copyOf(transports);
        security = List.copyOf(security);
        listen = List.copyOf(listen);
        limits = Map.copyOf(limits);
        services = Map.copyOf(services);
    }

    /** Speaks {@code stack} alone, and listens on loopback. */
    public static Setup listening(Stack stack) {
        return new Setup(
                List.of(stack.transport()),
                List.of(stack.security()),
                List.of(stack.anyPort()),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of());
    }

    /** The same, listening at {@code ip} in place of loopback. */
    public Setup at(String ip) {
        List<String> there =
                listen.stream().map(each -> each.replace("127.0.0.1", ip)).toList();
        return new Setup(transports, security, there, psk, mdnsPort, limits, services);
    }

    /** The same in a private network: {@code key} is 64 hex digits. */
    public Setup inPrivateNetwork(String key) {
        return new Setup(transports, security, listen, Optional.of(key), mdnsPort, limits, services);
    }

    /** The same with mDNS on {@code port}. */
    public Setup findingOthersAt(int port) {
        return new Setup(transports, security, listen, psk, Optional.of(port), limits, services);
    }

    /** The same with {@code more} limits. */
    public Setup limitedTo(Map<String, Integer> more) {
        return new Setup(transports, security, listen, psk, mdnsPort, more, services);
    }

    /** The same with pubsub. */
    public Setup gossiping() {
        return with("pubsub", Map.of());
    }

    /** The same as a server of the tests' DHT. */
    public Setup inDht() {
        return with("dht", Map.of("mode", "server", "prefix", "/granary"));
    }

    private Setup with(String service, Map<String, String> fields) {
        Map<String, Map<String, String>> all = new TreeMap<>(services);
        all.put(service, fields);
        return new Setup(transports, security, listen, psk, mdnsPort, limits, all);
    }

    /** The fields of the request. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("transports", transports);
        fields.put("security", security);
        fields.put("listen", listen);
        psk.ifPresent(key -> fields.put("psk", key));
        mdnsPort.ifPresent(port -> fields.put("mdns", Map.of("port", port, "intervalMillis", 500)));
        fields.putAll(services);
        if (!limits.isEmpty()) {
            fields.put("limits", limits);
        }
        return fields;
    }
}
