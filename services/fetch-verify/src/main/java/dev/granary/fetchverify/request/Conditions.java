package dev.granary.fetchverify.request;

/** Conditional requests by RFC 9110 section 13: entity tags decide. */
public final class Conditions {
    private Conditions() {}

    /**
     * Whether {@code If-None-Match} names the tag: then the client holds the body already. Compares weakly.
     *
     * @param ifNoneMatch the header's value; empty when there is none
     * @param etag ours, with quotes
     */
    public static boolean isHeldByClient(String ifNoneMatch, String etag) {
        if (ifNoneMatch.isEmpty()) {
            return false;
        }
        if (ifNoneMatch.equals(etag) || ifNoneMatch.equals("*")) {
            return true;
        }
        for (String tag : ifNoneMatch.split(",", 64)) {
            String trimmed = tag.strip();
            if (trimmed.equals(etag)
                    || (trimmed.startsWith("W/") && trimmed.substring(2).equals(etag))) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code If-Range} lets a range be served: there is none, or it names exactly our strong tag. */
    public static boolean isRangeUsable(String ifRange, String etag) {
        return ifRange.isEmpty() || ifRange.equals(etag);
    }

    /** Whether {@code Accept-Encoding} lets the body be gzip. */
    public static boolean acceptsGzip(String acceptEncoding) {
        boolean any = false;
        for (String part : acceptEncoding.split(",", 32)) {
            int semicolon = part.indexOf(';');
            String coding = (semicolon < 0 ? part : part.substring(0, semicolon)).strip();
            boolean wanted = semicolon < 0 || !isZero(part.substring(semicolon + 1));
            if (coding.equalsIgnoreCase("gzip")) {
                return wanted;
            }
            any |= coding.equals("*") && wanted;
        }
        return any;
    }

    private static boolean isZero(String weight) {
        return weight.replace(" ", "").matches("[qQ]=0(\\.0*)?");
    }
}
