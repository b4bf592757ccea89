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
        for (String part : acceptEncoding.split(",", 32)) {
            String coding = part.strip();
            if (coding.equals("gzip") || coding.equals("*")) {
                return true;
            }
            if (coding.startsWith("gzip;")) {
                return !coding.replace(" ", "").matches("gzip;q=0(\\.0*)?");
            }
        }
        return false;
    }
}
