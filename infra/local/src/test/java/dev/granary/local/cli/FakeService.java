package dev.granary.local.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stands in for a service of ours: answers the readiness check and leaves what it was told in a file. */
public final class FakeService {
    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> told = new TreeMap<>(System.getenv());
        Files.writeString(
                Path.of(System.getenv("GRANARY_DATA"), "told"),
                told.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n")));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        System.getenv("QUARKUS_HTTP_HOST"), Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"))),
                0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
