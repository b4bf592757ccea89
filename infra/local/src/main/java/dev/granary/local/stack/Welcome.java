package dev.granary.local.stack;

import dev.granary.local.discovery.ClientRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a person reads when the stack is up: where everything is, and how to use it. */
record Welcome(Gateway gateway, Map<String, String> endpoints, List<ClientRegistry> clients) {
    List<String> lines(List<String> aboutUpstreams) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Granary is ready.");
        for (String name : List.of("gateway", "traces", "reputation", "kafka", "postgres", "redis")) {
            lines.add("  %-11s %s".formatted(name, endpoints.getOrDefault(name, "")));
        }
        lines.add("");
        lines.addAll(aboutUpstreams);
        for (ClientRegistry client : clients) {
            lines.add("Point " + client.format() + " at it:  " + client.pointingCommand() + " "
                    + gateway.urlForClients() + "/" + client.format() + "/");
        }
        return lines;
    }
}
