package dev.granary.service.health;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What this process does without at the moment. Whoever notices that a part is away enters its mode, and leaves it when
 * the part is back; readiness stays up and lists the modes.
 *
 * <p>Safe for use by many threads. At most 32 modes: they are names in the code, never text from outside.
 */
public final class DegradedModes {
    private static final int MOST = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");

    private final SequencedMap<String, String> modes = new TreeMap<>();

    /**
     * Enters a mode, or changes its detail.
     *
     * @param mode the part that is away, as in {@code postgres}
     * @param detail what does not work meanwhile, for a person; free of secrets
     * @return whether this is news: then, and only then, log it
     * @throws IllegalArgumentException when the name is not in kebab case
     * @throws IllegalStateException when there are 32 modes already
     */
    public synchronized boolean enter(String mode, String detail) {
        if (!NAME.matcher(mode).matches()) {
            throw new IllegalArgumentException("a degraded mode is named in kebab case, was " + mode);
        }
        if (modes.size() == MOST && !modes.containsKey(mode)) {
            throw new IllegalStateException("more than " + MOST + " degraded modes at once: " + modes.keySet());
        }
        return modes.put(mode, detail) == null;
    }

    /**
     * Leaves a mode.
     *
     * @return whether this is news: then, and only then, log it
     */
    public synchronized boolean leave(String mode) {
        return modes.remove(mode) != null;
    }

    /** All modes, ordered by name. */
    public synchronized List<DegradedMode> list() {
        List<DegradedMode> list = new ArrayList<>(modes.size());
        modes.forEach((name, detail) -> list.add(new DegradedMode(name, detail)));
        return List.copyOf(list);
    }
}
