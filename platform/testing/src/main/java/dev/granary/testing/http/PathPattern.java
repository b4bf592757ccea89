package dev.granary.testing.http;

import java.util.regex.Pattern;

/** A decoded path in which {@code *} stands for any characters, slashes included. */
record PathPattern(String glob, Pattern pattern) {
    static PathPattern of(String glob) {
        StringBuilder regex = new StringBuilder();
        int start = 0;
        for (int star = glob.indexOf('*'); star >= 0; star = glob.indexOf('*', start)) {
            regex.append(Pattern.quote(glob.substring(start, star))).append(".*");
            start = star + 1;
        }
        regex.append(Pattern.quote(glob.substring(start)));
        return new PathPattern(glob, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    boolean matches(String path) {
        return pattern.matcher(path).matches();
    }
}
