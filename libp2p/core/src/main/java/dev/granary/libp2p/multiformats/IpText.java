package dev.granary.libp2p.multiformats;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** IP addresses as text, without ever asking a name server as {@code InetAddress} might. */
final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    static String format4(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    /** The one form of RFC 5952. */
    static String format6(byte[] bytes) {
        int[] groups = new int[GROUPS];
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = in.getShort() & 0xffff;
        }
        if (isMapped(groups)) {
            byte[] last = {bytes[12], bytes[13], bytes[14], bytes[15]};
            return "::ffff:" + format4(last);
        }
        int gap = longestGap(groups);
        int afterGap = gap + zerosFrom(groups, Math.max(gap, 0));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (gap >= 0 && i >= gap && i < afterGap) {
                text.append(i == gap ? "::" : "");
            } else {
                boolean first = i == 0 || (gap >= 0 && i == afterGap);
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    static byte[] parse4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("an IPv4 address has four parts");
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            // A leading zero means octal to some and nothing to others.
            if (!parts[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(parts[i]) > 255) {
                throw new IllegalArgumentException("not a part of an IPv4 address");
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    static byte[] parse6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return join(groups(text), List.of(), 0);
        }
        List<Integer> before = groups(text.substring(0, gap));
        List<Integer> after = groups(text.substring(gap + 2));
        int missing = GROUPS - before.size() - after.size();
        if (missing < 1) {
            throw new IllegalArgumentException("an IPv6 address with :: leaves out at least one group");
        }
        return join(before, after, missing);
    }

    private static byte[] join(List<Integer> before, List<Integer> after, int zeros) {
        if (before.size() + zeros + after.size() != GROUPS) {
            throw new IllegalArgumentException("an IPv6 address has eight groups");
        }
        ByteBuffer bytes = ByteBuffer.allocate(GROUPS * 2);
        before.forEach(group -> bytes.putShort(group.shortValue()));
        bytes.position(bytes.position() + zeros * 2);
        after.forEach(group -> bytes.putShort(group.shortValue()));
        return bytes.array();
    }

    private static List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>(GROUPS);
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                ByteBuffer four = ByteBuffer.wrap(parse4(parts[i]));
                groups.add(four.getShort() & 0xffff);
                groups.add(four.getShort() & 0xffff);
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                throw new IllegalArgumentException("not a group of an IPv6 address");
            }
        }
        return groups;
    }

    private static boolean isMapped(int[] groups) {
        return zerosFrom(groups, 0) == 5 && groups[5] == 0xffff;
    }

    /** Where the first of the longest runs of at least two zero groups begins; -1 when there is none. */
    private static int longestGap(int[] groups) {
        int best = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            if (zerosFrom(groups, i) > length) {
                best = i;
                length = zerosFrom(groups, i);
            }
        }
        return best;
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }
}
