package dev.granary.fetchverify.http.head;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.time.Duration;

/**
 * Puts a guard on each connection that this process accepts; the HTTP server is the only one that accepts any. Netty loads
 * and makes it, so what it must know is told by a system property.
 */
public final class HeadGuards extends ChannelInitializerExtension {
    /** How a head that was cut at a folded line shows to the door: as this value of Transfer-Encoding. */
    public static final String FOLDED = HeadGuard.FOLDED;

    private static final String PATIENCE = "granary.head.patience";

    /** Called by Netty. */
    public HeadGuards() {}

    /**
     * Has every connection from now on guarded. To be called before the first one is accepted or made.
     *
     * @param patience until a head is whole
     */
    public static void install(Duration patience) {
        System.setProperty(PATIENCE, patience.toString());
        System.setProperty(EXTENSIONS_SYSTEM_PROPERTY, "serviceload");
    }

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        String patience = System.getProperty(PATIENCE);
        if (patience != null) {
            channel.pipeline().addFirst("head-guard", new HeadGuard(Duration.parse(patience)));
        }
    }
}
