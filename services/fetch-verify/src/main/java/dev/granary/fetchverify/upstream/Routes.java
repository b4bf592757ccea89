package dev.granary.fetchverify.upstream;

import dev.granary.fetchverify.settings.NetworkSettings;
import dev.granary.fetchverify.settings.ProxySettings;
import dev.granary.fetchverify.source.AllowedOrigin;
import dev.granary.fetchverify.source.Origin;
import dev.granary.fetchverify.upstream.wire.Addresses;
import dev.granary.fetchverify.upstream.wire.Deadline;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides how a host is reached: directly at an address that was checked, or through the proxy.
 *
 * <p>Behind a proxy names are resolved by the proxy, so what they lead to is the proxy's business; that the name itself
 * is allowed was checked before.
 */
final class Routes {
    private final NetworkSettings network;
    private final Addresses addresses;
    private final Duration patience;

    Routes(NetworkSettings network, Addresses addresses, Duration patience) {
        this.network = network;
        this.addresses = addresses;
        this.patience = patience;
    }

    /**
     * Sets the way to {@code allowed} in {@code options}; false when its name leads to where it must not.
     *
     * @throws IOException when its name leads nowhere; the message is half a sentence
     */
    boolean lead(RequestOptions options, AllowedOrigin allowed, Deadline deadline) throws IOException {
        Origin origin = allowed.origin();
        Optional<ProxySettings> proxy =
                network.proxy().filter(_ -> !network.noProxy().covers(origin));
        if (proxy.isPresent()) {
            options.setProxyOptions(proxyOptions(proxy.get()));
            return true;
        }
        Optional<InetAddress> address = addresses.of(origin.bareHost(), deadline.leftAtMost(patience)).stream()
                .filter(allowed::allows)
                .findFirst();
        address.ifPresent(
                checked -> options.setServer(SocketAddress.inetSocketAddress(origin.port(), checked.getHostAddress())));
        return address.isPresent();
    }

    /** The next request to {@code origin} goes to another of its addresses, if it has one: that of {@code failed} is mute. */
    void tryAnother(Origin origin, RequestOptions failed) {
        SocketAddress server = failed.getServer();
        if (server != null) {
            addresses.demote(origin.bareHost(), server.hostAddress());
        }
    }

    private static ProxyOptions proxyOptions(ProxySettings proxy) {
        ProxyOptions options =
                new ProxyOptions().setType(ProxyType.HTTP).setHost(proxy.host()).setPort(proxy.port());
        proxy.login().ifPresent(login -> options.setUsername(login.user()).setPassword(login.password()));
        return options;
    }
}
