package dev.granary.fetchverify.format.npm;

import java.util.regex.Pattern;

/** Which texts can be a version: they stand in URLs, coordinates and signed text as they are. */
final class NpmVersion {
    private static final Pattern SHAPE = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_~-]{0,255}");

    private NpmVersion() {}

    static boolean isPossible(String text) {
        return SHAPE.matcher(text).matches();
    }
}
