package dev.granary.libp2p.kad;

import dev.granary.libp2p.kad.lookup.AnswerFilter;
import dev.granary.libp2p.kad.lookup.LookupSettings;
import dev.granary.libp2p.kad.records.ProviderLimits;
import dev.granary.libp2p.kad.records.RecordValidator;
import dev.granary.libp2p.kad.records.RecordValidators;
import dev.granary.libp2p.kad.records.ValueLimits;
import dev.granary.libp2p.kad.table.TableSettings;
import java.util.Map;

/**
 * Which DHT a peer takes part in, and how.
 *
 * @param protocol peers of one DHT speak the same; a fleet of its own takes a name of its own
 * @param server whether to answer others; a client only asks, and is not asked
 * @param quorum valid values after which a search for a value ends; 0 is never before all nearest have answered
 * @param optimistic whether provide may tell peers before its lookup is over, once the size of the network is known
 */
public record KademliaSettings(
        String protocol,
        boolean server,
        TableSettings table,
        LookupSettings lookup,
        AnswerFilter filter,
        ValueLimits values,
        ProviderLimits providers,
        RecordValidator validator,
        ServerLimits limits,
        KademliaTiming timing,
        KademliaObserver observer,
        int quorum,
        boolean optimistic) {
    /** The DHT of the public network. */
    public static final String PUBLIC = "/ipfs/kad/1.0.0";

    /** The DHT of mirrors among themselves. */
    public static final String GRANARY = "/granary/kad/1.0.0";

    private static final int QUORUM = 5;

    /** A server of the public protocol. */
    public static final KademliaSettings STANDARD = new KademliaSettings(
            PUBLIC,
            true,
            TableSettings.STANDARD,
            LookupSettings.STANDARD,
            AnswerFilter.STANDARD,
            ValueLimits.STANDARD,
            ProviderLimits.STANDARD,
            RecordValidators.STANDARD,
            ServerLimits.STANDARD,
            KademliaTiming.STANDARD,
            KademliaObserver.NONE,
            QUORUM,
            true);

    public KademliaSettings {
        if (!protocol.startsWith("/") || quorum < 0) {
            throw new IllegalArgumentException("no protocol: " + protocol + ", or no quorum: " + quorum);
        }
        if (table.bucketSize() != lookup.results()) {
            throw new IllegalArgumentException("buckets hold as many peers as a lookup finds");
        }
    }

    public KademliaSettings withProtocol(String name) {
        return new KademliaSettings(
                name,
                server,
                table,
                lookup,
                filter,
                values,
                providers,
                validator,
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withServer(boolean wanted) {
        return new KademliaSettings(
                protocol,
                wanted,
                table,
                lookup,
                filter,
                values,
                providers,
                validator,
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withTable(TableSettings other) {
        return new KademliaSettings(
                protocol,
                server,
                other,
                lookup,
                filter,
                values,
                providers,
                validator,
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withLookup(LookupSettings other) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                other,
                filter,
                values,
                providers,
                validator,
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withFilter(AnswerFilter other) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                other,
                values,
                providers,
                validator,
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withStores(ValueLimits most, ProviderLimits mostProviders) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                filter,
                most,
                mostProviders,
                validator,
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    /** Takes values of more namespaces than {@code pk}. */
    public KademliaSettings withValidators(Map<String, RecordValidator> byNamespace) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                filter,
                values,
                providers,
                new RecordValidators(byNamespace),
                limits,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withLimits(ServerLimits other) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                filter,
                values,
                providers,
                validator,
                other,
                timing,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withTiming(KademliaTiming other) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                filter,
                values,
                providers,
                validator,
                limits,
                other,
                observer,
                quorum,
                optimistic);
    }

    public KademliaSettings withObserver(KademliaObserver watcher) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                filter,
                values,
                providers,
                validator,
                limits,
                timing,
                watcher,
                quorum,
                optimistic);
    }

    public KademliaSettings withQuorum(int other) {
        return new KademliaSettings(
                protocol,
                server,
                table,
                lookup,
                filter,
                values,
                providers,
                validator,
                limits,
                timing,
                observer,
                other,
                optimistic);
    }

    public KademliaSettings withOptimistic(boolean wanted) {
        return new KademliaSettings(
                protocol, server, table, lookup, filter, values, providers, validator, limits, timing, observer, quorum,
                wanted);
    }
}
