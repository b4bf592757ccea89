package dev.granary.libp2p.host;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.stream.Closing;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes on to listeners what happens, and survives them. */
final class Announcer implements HostListener {
    private final List<HostListener> listeners = new CopyOnWriteArrayList<>();
    private final HostObserver observer;

    Announcer(HostObserver observer) {
        this.observer = observer;
    }

    void add(HostListener listener) {
        listeners.add(listener);
    }

    @Override
    public void connected(Connection connection) {
        tell(listener -> listener.connected(connection));
    }

    @Override
    public void disconnected(Connection connection, Closing closing) {
        tell(listener -> listener.disconnected(connection, closing));
    }

    @Override
    public void protocolsChanged(Set<String> protocols) {
        tell(listener -> listener.protocolsChanged(protocols));
    }

    @Override
    public void addressesChanged(List<Multiaddr> addresses) {
        tell(listener -> listener.addressesChanged(addresses));
    }

    private void tell(Consumer<HostListener> what) {
        for (HostListener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException bug) {
                observer.bug(bug);
            }
        }
    }
}
