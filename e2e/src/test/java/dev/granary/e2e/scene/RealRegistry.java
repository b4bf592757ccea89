package dev.granary.e2e.scene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.e2e.process.CommandLine;
import dev.granary.e2e.process.Finished;
import dev.granary.e2e.stack.Gateway;
import dev.granary.testing.http.FlippingProxy;
import dev.granary.testing.http.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The registry that the machine's npm is set to, seen through a proxy of the test's own. */
public record RealRegistry(FlippingProxy proxy) implements Upstream {
    private static final ObjectMapper JSON = new ObjectMapper();

    static RealRegistry start() {
        return new RealRegistry(FlippingProxy.inFrontOf(address()));
    }

    /** Why the real registry can't be used, if it can't: one sentence. */
    static Optional<String> unreachable() {
        try (RealRegistry registry = start()) {
            int status = new Gateway(registry.url()).get("express").statusCode();
            return status == 200
                    ? Optional.empty()
                    : Optional.of("the registry of npm's own setting answers " + status);
        }
    }

    /** One field of a package as the machine's npm sees it. */
    JsonNode view(String name, String field) {
        Finished view = npm("view", name, field, "--json").run().requireSuccess();
        try {
            String output = view.output();
            return JSON.readTree(output.substring(output.indexOf(output.contains("{") ? '{' : '"')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI url() {
        return proxy.baseUrl();
    }

    @Override
    public int hits(String pattern) {
        return proxy.hits(pattern);
    }

    @Override
    public List<String> asked() {
        return proxy.requests().stream().map(ReceivedRequest::target).toList();
    }

    @Override
    public void forgetRequests() {
        proxy.forgetRequests();
    }

    @Override
    public void cutOff() {
        proxy.cutOff();
    }

    @Override
    public void restore() {
        proxy.restore();
    }

    @Override
    public void tamper(String pattern) {
        proxy.flip(pattern);
    }

    @Override
    public void repair() {
        proxy.heal();
    }

    @Override
    public void close() {
        proxy.close();
    }

    private static URI address() {
        String output = npm("config", "get", "registry").run().requireSuccess().output();
        return output.lines()
                .filter(line -> line.startsWith("http"))
                .map(URI::create)
                .findFirst()
                .orElseThrow(() -> new AssertionError("npm names no registry: " + output));
    }

    private static CommandLine npm(String... arguments) {
        List<String> words = new ArrayList<>(List.of("npm"));
        words.addAll(List.of(arguments));
        return CommandLine.ofMachine(Path.of(System.getProperty("java.io.tmpdir")), words);
    }
}
