package dev.granary.fetchverify.format.npm;

import java.util.Locale;
import java.util.Optional;

/** Which form of a packument a client asks for. */
final class NpmAccept {
    private NpmAccept() {}

    /**
     * Whether {@code accept} names the abbreviated form, and weighs it no less than plain JSON. Wildcards never choose it:
     * a browser gets the full document.
     */
    static boolean prefersAbbreviated(String accept) {
        double abbreviated = weight(accept, NpmViews.ABBREVIATED_JSON);
        return abbreviated > 0 && abbreviated >= weight(accept, NpmViews.JSON);
    }

    private static double weight(String accept, String mediaType) {
        double weight = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            if (parts[0].strip().toLowerCase(Locale.ROOT).equals(mediaType)) {
                weight = Math.max(weight, quality(parts));
            }
        }
        return weight;
    }

    // spec: RFC 9110, section 12.4.2; a weight that is none counts as not acceptable
    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                return Optional.of(parameter.substring(2).strip())
                        .filter(value -> value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?"))
                        .map(Double::parseDouble)
                        .orElse(0.0);
            }
        }
        return 1;
    }
}
