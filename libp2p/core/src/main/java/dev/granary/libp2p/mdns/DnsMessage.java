package dev.granary.libp2p.mdns;

import java.util.List;

/**
 * A DNS message without what discovery passes over.
 *
 * @param questions the names of all that is asked for as a pointer
 * @param records of all sections together: where a record stands differs between implementations
 */
record DnsMessage(boolean isResponse, List<String> questions, List<DnsRecord> records) {
    DnsMessage {
        questions = List.copyOf(questions);
        records = List.copyOf(records);
    }

    /** A question for the instances of {@code service}. */
    static DnsMessage query(String service) {
        return new DnsMessage(false, List.of(service), List.of());
    }

    static DnsMessage response(List<DnsRecord> records) {
        return new DnsMessage(true, List.of(), records);
    }
}
