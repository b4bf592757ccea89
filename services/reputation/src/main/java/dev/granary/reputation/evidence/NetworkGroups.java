package dev.granary.reputation.evidence;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Tells which network group the address of a live connection belongs to.
 *
 * @param exempt blocks of our own sites: many honest peers behind one address are no reason for distrust
 */
public record NetworkGroups(List<AddressBlock> exempt) {
    private static final int IPV4_BITS = 24;
    private static final int IPV6_BITS = 48;

    public NetworkGroups {
        exempt = List.copyOf(exempt);
    }

    /** The group of {@code address}, or empty when it belongs to an exempt block. */
    public Optional<NetworkGroup> groupOf(InetAddress address) {
        if (exempt.stream().anyMatch(block -> block.contains(address))) {
            return Optional.empty();
        }
        int bits = address.getAddress().length == 4 ? IPV4_BITS : IPV6_BITS;
        return Optional.of(new NetworkGroup(new AddressBlock(address, bits).toString()));
    }
}
