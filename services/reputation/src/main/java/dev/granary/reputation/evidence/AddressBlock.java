package dev.granary.reputation.evidence;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses with a common prefix.
 *
 * @param first its lowest address; any other of the block becomes this
 * @param prefixBits how many leading bits all its addresses share
 */
public record AddressBlock(InetAddress first, int prefixBits) {
    private static final Pattern SHAPE = Pattern.compile("([0-9A-Fa-f.:]{2,45})/([0-9]{1,3})");

    public AddressBlock {
        byte[] bytes = first.getAddress();
        if (prefixBits < 0 || prefixBits > bytes.length * 8) {
            throw new IllegalArgumentException("no prefix of " + prefixBits + " bits in " + first.getHostAddress());
        }
        for (int bit = prefixBits; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        first = ofBytes(bytes);
    }

    /** Reads {@code 192.0.2.0/24} or {@code 2001:db8::/48}; never asks a name server. */
    public static AddressBlock parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an address block such as 192.0.2.0/24: " + text);
        }
        return new AddressBlock(InetAddress.ofLiteral(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    public boolean contains(InetAddress address) {
        return address.getAddress().length == first.getAddress().length
                && new AddressBlock(address, prefixBits).first.equals(first);
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, was " + bytes.length, e);
        }
    }

    @Override
    public String toString() {
        return first.getHostAddress() + "/" + prefixBits;
    }
}
