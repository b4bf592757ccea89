package dev.granary.libp2p.mdns;

import java.net.InetAddress;
import java.util.List;

/** A resource record, as far as discovery has a use for it. Names are in lower case and without a dot at the end. */
sealed interface DnsRecord {
    /** The name that the record is about. */
    String name();

    /** An instance of a service. */
    record Pointer(String name, String target) implements DnsRecord {}

    /** Attributes of an instance. */
    record Text(String name, List<String> strings) implements DnsRecord {
        public Text {
            strings = List.copyOf(strings);
        }
    }

    /** Where an instance runs. */
    record Service(String name, int port, String host) implements DnsRecord {}

    /** An address of a host. */
    record Address(String name, InetAddress address) implements DnsRecord {}
}
