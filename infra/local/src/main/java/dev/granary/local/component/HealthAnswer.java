package dev.granary.local.component;

import dev.granary.kernel.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service's readiness answer says beside "ready"; nothing in it can make this throw. */
final class HealthAnswer {
    private static final Pattern MODES =
            Pattern.compile("\"name\"\\s*:\\s*\"degraded-modes\"[^{}]*\"data\"\\s*:\\s*\\{");
    private static final Pattern MODE =
            Pattern.compile("\\G\\s*,?\\s*\"([a-z][a-z0-9-]*)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    private HealthAnswer() {}

    /** The parts that the service does without, and what that costs; empty when it lacks nothing. */
    static String detail(String answer) {
        Matcher modes = MODES.matcher(answer);
        if (!modes.find()) {
            return "";
        }
        List<String> all = new ArrayList<>();
        Matcher mode = MODE.matcher(answer).region(modes.end(), answer.length());
        while (mode.find()) {
            all.add(mode.group(1) + " (" + Printable.of(mode.group(2).replaceAll("\\\\(.)", "$1")) + ")");
        }
        return all.isEmpty() ? "" : "degraded: " + String.join(", ", all);
    }
}
