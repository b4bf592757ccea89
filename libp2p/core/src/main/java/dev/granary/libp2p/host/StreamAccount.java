package dev.granary.libp2p.host;

import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.limits.Claim;
import dev.granary.libp2p.limits.Resource;
import dev.granary.libp2p.limits.ResourceScope;
import java.util.ArrayList;
import java.util.List;

/** What one stream takes of the limits, from its first byte to its end. Confined to its connection's loop. */
final class StreamAccount {
    /** What a remote can make us hold by a stream that nobody reads: its first window. */
    private static final long MEMORY = 256 * 1024;

    private final Resource direction;
    private final List<Claim> claims = new ArrayList<>();

    private StreamAccount(Resource direction) {
        this.direction = direction;
    }

    /** Opens the account, or takes nothing. */
    static StreamAccount open(Resource direction, List<ResourceScope> scopes) throws P2pException {
        StreamAccount account = new StreamAccount(direction);
        try {
            account.claims.add(ResourceScope.claim(direction, 1, scopes));
            account.claims.add(ResourceScope.claim(Resource.MEMORY, MEMORY, scopes));
        } catch (P2pException full) {
            account.close();
            throw full;
        }
        return account;
    }

    /** Counts the stream in another scope, too, until the claim is released. */
    Claim join(ResourceScope scope) throws P2pException {
        Claim claim = ResourceScope.claim(direction, 1, List.of(scope));
        claims.add(claim);
        return claim;
    }

    /** Counts the stream and what it can make us hold in the scope of its protocol, too. */
    void settle(ResourceScope protocol) throws P2pException {
        claims.add(ResourceScope.claim(direction, 1, List.of(protocol)));
        claims.add(ResourceScope.claim(Resource.MEMORY, MEMORY, List.of(protocol)));
    }

    void close() {
        claims.forEach(Claim::release);
        claims.clear();
    }
}
