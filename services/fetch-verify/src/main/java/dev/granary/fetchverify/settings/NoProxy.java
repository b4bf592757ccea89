package dev.granary.fetchverify.settings;

import dev.granary.fetchverify.source.Origin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is reached without the proxy, in the notation of {@code NO_PROXY}: {@code *}, hosts with their subdomains,
 * {@code .suffix}, {@code *.suffix}, IP addresses, CIDR blocks; each host may carry a port.
 *
 * <p>This machine (loopback addresses, {@code localhost}) never goes through a proxy. Names are compared as text: a block
 * of addresses covers literals only, because behind a proxy names are the proxy's business.
 */
public final class NoProxy {
    private static final int ANY_PORT = -1;

    private sealed interface Rule {
        record Everything() implements Rule {}

        /** A host and all below it. */
        record Name(String host, int port) implements Rule {}

        record Block(List<Byte> prefix, int bits) implements Rule {}
    }

    private final List<Rule> rules;

    private NoProxy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads a list separated by commas or blanks.
     *
     * @throws IllegalArgumentException when an entry makes no sense
     */
    public static NoProxy parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String entry : text.split("[,\\s]+", -1)) {
            if (!entry.isEmpty()) {
                rules.add(rule(entry.toLowerCase(Locale.ROOT)));
            }
        }
        return new NoProxy(rules);
    }

    /** Whether {@code origin} is reached without the proxy. */
    public boolean covers(Origin origin) {
        String host = origin.bareHost();
        Optional<InetAddress> literal = origin.isLiteral() ? literal(host) : Optional.empty();
        if (host.equals("localhost")
                || literal.filter(InetAddress::isLoopbackAddress).isPresent()) {
            return true;
        }
        return rules.stream().anyMatch(rule -> switch (rule) {
            case Rule.Everything() -> true;
            case Rule.Name(String name, int port) ->
                (port == ANY_PORT || port == origin.port()) && (host.equals(name) || host.endsWith("." + name));
            case Rule.Block(var prefix, int bits) ->
                literal.filter(address -> holds(prefix, bits, address.getAddress()))
                        .isPresent();
        });
    }

    private static Rule rule(String entry) {
        if (entry.equals("*")) {
            return new Rule.Everything();
        }
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            return block(entry, slash);
        }
        String host = entry;
        int port = ANY_PORT;
        int colon = entry.lastIndexOf(':');
        boolean oneColon = colon >= 0 && entry.indexOf(':') == colon;
        if (oneColon || (colon >= 0 && entry.contains("]:"))) {
            port = number(entry, entry.substring(colon + 1), 65_535);
            host = entry.substring(0, colon);
        }
        return new Rule.Name(bare(host), port);
    }

    private static String bare(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        if (host.startsWith("*.")) {
            return host.substring(2);
        }
        return host.startsWith(".") ? host.substring(1) : host;
    }

    private static Rule block(String entry, int slash) {
        byte[] prefix = literal(entry.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("'" + entry + "' is no block of IP addresses"))
                .getAddress();
        int bits = number(entry, entry.substring(slash + 1), prefix.length * 8);
        List<Byte> bytes = new ArrayList<>();
        for (byte each : prefix) {
            bytes.add(each);
        }
        return new Rule.Block(List.copyOf(bytes), bits);
    }

    private static int number(String entry, String digits, int most) {
        boolean sane = digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= most;
        if (!sane) {
            throw new IllegalArgumentException("'" + entry + "' does not end in a number from 0 to " + most);
        }
        return Integer.parseInt(digits);
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean holds(List<Byte> prefix, int bits, byte[] address) {
        if (address.length != prefix.size()) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i % 8);
            if ((address[i / 8] & mask) != (prefix.get(i / 8) & mask)) {
                return false;
            }
        }
        return true;
    }
}
