package dev.granary.libp2p.limits;

/** The most that one scope may hold of each resource; 0 forbids it. */
public record ScopeLimits(
        long inboundStreams, long outboundStreams, long inboundConnections, long outboundConnections, long memory) {
    public ScopeLimits {
        if (inboundStreams < 0
                || outboundStreams < 0
                || inboundConnections < 0
                || outboundConnections < 0
                || memory < 0) {
            throw new IllegalArgumentException("a limit is below zero");
        }
    }

    long of(Resource resource) {
        return switch (resource) {
            case INBOUND_STREAMS -> inboundStreams;
            case OUTBOUND_STREAMS -> outboundStreams;
            case INBOUND_CONNECTIONS -> inboundConnections;
            case OUTBOUND_CONNECTIONS -> outboundConnections;
            case MEMORY -> memory;
        };
    }
}
