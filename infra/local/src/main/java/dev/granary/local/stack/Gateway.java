package dev.granary.local.stack;

import static dev.granary.local.LocalError.ADDRESS_UNUSABLE;

import dev.granary.kernel.GranaryException;
import dev.granary.local.discovery.OwnAddress;
import dev.granary.local.process.FreePorts;
import dev.granary.local.settings.UpstreamUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where clients reach the mirror.
 *
 * @param listen the address that it listens on
 * @param publicUrl what clients were told, if that is something else; without a slash at the end
 */
public record Gateway(InetAddress listen, int port, Optional<String> publicUrl) {
    private static final int LAST_PORT = 65_535;

    public Gateway {
        if (port < 1 || port > LAST_PORT) {
            throw new GranaryException(ADDRESS_UNUSABLE, "a port is between 1 and 65535, not " + port);
        }
    }

    /** The base URL for this machine: where the stack's own checks and its owner go. */
    public String localUrl() {
        return "http://" + literal(listen.isAnyLocalAddress() ? FreePorts.LOOPBACK : listen) + ":" + port;
    }

    /** The base URL for links in what is served. */
    public String urlForClients() {
        return publicUrl.orElseGet(() ->
                listen.isAnyLocalAddress() ? "http://" + hostName().orElse("127.0.0.1") + ":" + port : localUrl());
    }

    /**
     * Tries the address.
     *
     * @throws GranaryException ADDRESS_UNUSABLE when nobody could listen there now
     */
    void requireUsable() {
        Optional<String> why = FreePorts.whyUnusable(listen, port);
        if (why.isEmpty()) {
            return;
        }
        String reason = why.get().toLowerCase(Locale.ROOT);
        String where = "port " + port + " of " + listen.getHostAddress();
        if (reason.contains("in use")) {
            throw unusable(where + " is in use by another program: choose another with --port");
        }
        if (reason.contains("permission")) {
            throw unusable("you have no permission to listen on " + where + ": choose one above 1023 with --port");
        }
        throw unusable("nobody can listen on " + where + ": " + why.get());
    }

    private static GranaryException unusable(String sentence) {
        return new GranaryException(ADDRESS_UNUSABLE, sentence);
    }

    /** Under which names an upstream would be this very mirror. */
    OwnAddress ownAddress() {
        Set<String> hosts = new HashSet<>(Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0"));
        hosts.add(literal(listen));
        hostName().ifPresent(hosts::add);
        publicUrl.map(UpstreamUrl::parse).map(UpstreamUrl::host).ifPresent(hosts::add);
        return new OwnAddress(hosts, port);
    }

    private static Optional<String> hostName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }
}
