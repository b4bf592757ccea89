package dev.granary.reputation.evidence;

import java.util.regex.Pattern;

/**
 * Addresses that one party may well control together; what one member does reflects on the others.
 *
 * @param id the address block, as in {@code 192.0.2.0/24}
 */
public record NetworkGroup(String id) implements Comparable<NetworkGroup> {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f.:]{2,39}/[0-9]{1,3}");

    public NetworkGroup {
        if (!SHAPE.matcher(id).matches()) {
            throw new IllegalArgumentException("a network group is an address block, was " + id);
        }
    }

    @Override
    public int compareTo(NetworkGroup other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
