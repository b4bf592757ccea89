package dev.granary.local.stack;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where everything of one stack is, at the moment. */
record Addresses(Gateway gateway, PortBook book) {
    /** Host and port of one server. */
    String of(String server) {
        return "127.0.0.1:" + book.port(server);
    }

    /** Every address by its name in {@code endpoints.json}; HTTP ones as base URLs. */
    Map<String, String> endpoints() {
        Map<String, String> endpoints = new LinkedHashMap<>();
        endpoints.put("gateway", gateway.localUrl());
        endpoints.put("traces", "http://" + of(StackParts.TRACES));
        List.of("kafka", "postgres", "redis").forEach(server -> endpoints.put(server, of(server)));
        endpoints.put(StackParts.GATEWAY, gateway.localUrl());
        endpoints.put(StackParts.REPUTATION, "http://" + of(StackParts.REPUTATION));
        return endpoints;
    }

    /** Makes {@code endpoints.json} true. */
    void write(DataFolder folder) throws IOException {
        DataFolder.replace(folder.endpoints(), Json.object(endpoints()));
    }
}
