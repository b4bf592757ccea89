package dev.granary.fetchverify.settings;

import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.source.Origin;
import dev.granary.kernel.ByteCount;
import dev.granary.kernel.Ecosystem;
import dev.granary.kernel.Printable;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How single values of the settings are written; what can't be read is refused with half a sentence. */
final class Notation {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,16}) ?([KMGT]i?B)?");
    private static final String UNITS = "KMGT";
    private static final int PROXY_PORT = 80;

    private Notation() {}

    static Mode mode(String text) {
        for (Mode mode : Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("need central, p2p or hybrid, was " + Printable.of(text));
    }

    static Ecosystem ecosystem(String text) {
        return new Ecosystem(text);
    }

    static String name(String whose, String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("the name of " + whose
                    + " is made of letters, digits, '.', '_' and '-', at most 64, was " + Printable.of(text));
        }
        return text;
    }

    static UpstreamBase base(String text) {
        URI uri = uri(text);
        Origin.of(uri);
        return new UpstreamBase(uri);
    }

    /** Never repeats the text: a person may have written a password into it. */
    static URI uri(String text) {
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("it is not a URL such as https://registry.example/");
        }
    }

    static ProxySettings proxy(String text) {
        URI uri = uri(text.contains("://") ? text : "http://" + text);
        String host = uri.getHost();
        if (host == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("a proxy is given as http://host:port");
        }
        return new ProxySettings(host, uri.getPort() < 0 ? PROXY_PORT : uri.getPort(), login(uri.getRawUserInfo()));
    }

    private static Optional<ProxySettings.Login> login(@Nullable String userInfo) {
        if (userInfo == null) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return Optional.of(new ProxySettings.Login(decoded(user), decoded(password)));
    }

    private static String decoded(String part) {
        // A plus sign is itself in this part of an address.
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** A time in the notation of ISO 8601; days have 24 hours here, months and years have no length. */
    static Duration age(String text) {
        String plain = text.strip();
        try {
            boolean clock = plain.contains("T") || plain.matches("P[0-9]+D");
            Duration age = clock ? Duration.parse(plain) : days(Period.parse(plain));
            if (!age.isNegative()) {
                return age;
            }
        } catch (DateTimeParseException | ArithmeticException _) {
            // told below
        }
        throw new IllegalArgumentException("need a time as in P3D, P2W or PT12H, was " + Printable.of(text));
    }

    private static Duration days(Period period) {
        if (period.getYears() != 0 || period.getMonths() != 0) {
            throw new IllegalArgumentException("months and years have no fixed length: give days, as in P30D");
        }
        return Duration.ofDays(period.getDays());
    }

    /** A number of bytes: {@code 50GiB} is a power of two, {@code 50GB} one of ten. */
    static ByteCount size(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("need a size as in 50GiB or 512MiB, was " + Printable.of(text));
        }
        try {
            return ByteCount.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor(matcher.group(2))));
        } catch (ArithmeticException _) {
            throw new IllegalArgumentException("no disk has " + Printable.of(text));
        }
    }

    private static long factor(@Nullable String unit) {
        long factor = 1;
        if (unit != null) {
            for (int i = 0; i <= UNITS.indexOf(unit.charAt(0)); i++) {
                factor *= unit.length() == 3 ? 1024 : 1000;
            }
        }
        return factor;
    }
}
