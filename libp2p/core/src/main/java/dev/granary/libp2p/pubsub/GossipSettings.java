package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.identity.PrivateKey;
import dev.granary.libp2p.pubsub.router.GossipObserver;
import dev.granary.libp2p.pubsub.router.RouterSettings;
import dev.granary.libp2p.pubsub.router.TopicRules;
import dev.granary.libp2p.pubsub.wire.OutQueue;
import dev.granary.libp2p.pubsub.wire.RpcLimits;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * How a host gossips.
 *
 * @param rules of each topic, the same whenever asked; called on the host's loop
 * @param out what may wait for a peer
 * @param key signs our messages; without it nothing can be published in topics of signed ones
 * @param signatures checks signatures; must refuse when it has too much to do. Without it they are checked on the host's
 *     loop, as suits simulations
 */
public record GossipSettings(
        RouterSettings router,
        Function<String, TopicRules> rules,
        CheckLimits checks,
        OutQueue.Limits out,
        RpcLimits rpc,
        Optional<PrivateKey> key,
        Optional<Executor> signatures,
        GossipObserver observer) {
    /** Every topic is of signed messages, but we have no key and so only listen. */
    public static final GossipSettings STANDARD = new GossipSettings(
            RouterSettings.STANDARD,
            topic -> TopicRules.SIGNED,
            CheckLimits.STANDARD,
            OutQueue.Limits.STANDARD,
            RpcLimits.STANDARD,
            Optional.empty(),
            Optional.empty(),
            GossipObserver.NONE);

    public GossipSettings withRouter(RouterSettings other) {
        return new GossipSettings(other, rules, checks, out, rpc, key, signatures, observer);
    }

    public GossipSettings withRules(Function<String, TopicRules> others) {
        return new GossipSettings(router, others, checks, out, rpc, key, signatures, observer);
    }

    public GossipSettings withChecks(CheckLimits limits) {
        return new GossipSettings(router, rules, limits, out, rpc, key, signatures, observer);
    }

    public GossipSettings withOut(OutQueue.Limits limits) {
        return new GossipSettings(router, rules, checks, limits, rpc, key, signatures, observer);
    }

    public GossipSettings signedBy(PrivateKey ours) {
        return new GossipSettings(router, rules, checks, out, rpc, Optional.of(ours), signatures, observer);
    }

    public GossipSettings checkedOn(Executor executor) {
        return new GossipSettings(router, rules, checks, out, rpc, key, Optional.of(executor), observer);
    }

    public GossipSettings observedBy(GossipObserver watcher) {
        return new GossipSettings(router, rules, checks, out, rpc, key, signatures, watcher);
    }
}
