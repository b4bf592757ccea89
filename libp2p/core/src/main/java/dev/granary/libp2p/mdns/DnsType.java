package dev.granary.libp2p.mdns;

/** Numbers of DNS, from RFC 1035, 2782, 3596 and 6762. */
final class DnsType {
    static final int A = 1;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int ANY = 255;

    static final int INTERNET = 1;

    /** Says of a record that it is the only one of its name; of a question, that the answer need not go to all. */
    static final int TOP_BIT = 0x8000;

    static final int HEADER = 12;
    static final int RESPONSE_FLAG = 0x8000;
    static final int RESPONSE = 0x8400;

    static final int LONGEST_LABEL = 63;
    static final int LONGEST_NAME = 255;
    static final int LONGEST_STRING = 255;

    private DnsType() {}
}
