package dev.granary.local.client;

import dev.granary.local.settings.UpstreamSetting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Recognises an upstream of the company's own network. The gateway refuses to follow a name to such an address unless
 * somebody said that it may; who names such an upstream on the command line, or has the client set to it, said so.
 */
public final class PrivateNames {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private PrivateNames() {}

    /** Returns {@code upstream} with leave to be in the company's network if that is where its name leads now. */
    public static UpstreamSetting allow(UpstreamSetting upstream) {
        return isPrivate(upstream.url().host()) ? upstream.allowingPrivate() : upstream;
    }

    private static boolean isPrivate(String host) {
        BlockingQueue<Boolean> answer = new ArrayBlockingQueue<>(1);
        Thread.startVirtualThread(() -> answer.add(leadsInside(host)));
        try {
            return Boolean.TRUE.equals(answer.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean leadsInside(String host) {
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(PrivateNames::isInside);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    static boolean isInside(InetAddress address) {
        boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return uniqueLocal || address.isSiteLocalAddress() || address.isLoopbackAddress();
    }
}
