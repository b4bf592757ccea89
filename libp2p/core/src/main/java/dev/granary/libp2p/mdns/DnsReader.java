package dev.granary.libp2p.mdns;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads one packet. Time and memory are bounded by its length: a name's references only lead backwards. */
final class DnsReader {
    private static final int MOST_QUESTIONS = 32;
    private static final int MOST_RECORDS = 128;
    private static final int REFERENCE = 0xc0;
    private static final int REFERENCE_OFFSET = 0x3fff;

    private final ByteBuffer in;

    private DnsReader(byte[] packet) {
        in = ByteBuffer.wrap(packet);
    }

    static DnsMessage read(byte[] packet) throws P2pException {
        try {
            return new DnsReader(packet).message();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new P2pException(P2pError.MALFORMED, "A DNS packet is cut off.", e);
        }
    }

    private DnsMessage message() throws P2pException {
        in.getShort();
        boolean isResponse = (in.getShort() & DnsType.RESPONSE_FLAG) != 0;
        int questionCount = count();
        int recordCount = count() + count() + count();
        if (questionCount > MOST_QUESTIONS || recordCount > MOST_RECORDS) {
            throw new P2pException(P2pError.LIMIT, "A DNS packet announces too many entries.");
        }
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < questionCount; i++) {
            String name = name();
            int type = count();
            int dnsClass = count() & ~DnsType.TOP_BIT;
            if ((type == DnsType.PTR || type == DnsType.ANY) && dnsClass == DnsType.INTERNET) {
                questions.add(name);
            }
        }
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < recordCount; i++) {
            read(name()).ifPresent(records::add);
        }
        return new DnsMessage(isResponse, questions, records);
    }

    private int count() {
        return in.getShort() & 0xffff;
    }

    /** The record about {@code name}; none when it is of a kind that is passed over. */
    private Optional<DnsRecord> read(String name) throws P2pException {
        int type = count();
        int dnsClass = count() & ~DnsType.TOP_BIT;
        in.getInt();
        int end = in.position() + 2 + (in.getShort(in.position()) & 0xffff);
        in.getShort();
        if (end > in.limit()) {
            throw new P2pException(P2pError.MALFORMED, "A DNS record is cut off.");
        }
        Optional<DnsRecord> found = dnsClass == DnsType.INTERNET ? content(name, type, end) : Optional.empty();
        in.position(end);
        return found;
    }

    private Optional<DnsRecord> content(String name, int type, int end) throws P2pException {
        return switch (type) {
            case DnsType.PTR -> Optional.of(new DnsRecord.Pointer(name, name()));
            case DnsType.TXT -> Optional.of(new DnsRecord.Text(name, strings(end)));
            case DnsType.SRV -> {
                in.getInt();
                yield Optional.of(new DnsRecord.Service(name, count(), name()));
            }
            case DnsType.A -> Optional.of(new DnsRecord.Address(name, address(4)));
            case DnsType.AAAA -> Optional.of(new DnsRecord.Address(name, address(16)));
            default -> Optional.empty();
        };
    }

    private List<String> strings(int end) throws P2pException {
        List<String> strings = new ArrayList<>();
        while (in.position() < end) {
            int length = in.get() & 0xff;
            if (in.position() + length > end) {
                throw new P2pException(P2pError.MALFORMED, "A DNS text is cut off.");
            }
            strings.add(text(length));
        }
        return strings;
    }

    private InetAddress address(int size) throws P2pException {
        byte[] bytes = new byte[size];
        in.get(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new P2pException(P2pError.MALFORMED, "A DNS address is none.", e);
        }
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String name() throws P2pException {
        StringBuilder name = new StringBuilder();
        int after = -1;
        int lowest = in.position();
        for (int length = in.get() & 0xff; length != 0; length = in.get() & 0xff) {
            if ((length & REFERENCE) == REFERENCE) {
                int target = ((length << Byte.SIZE) | (in.get() & 0xff)) & REFERENCE_OFFSET;
                after = after < 0 ? in.position() : after;
                if (target >= lowest) {
                    throw new P2pException(P2pError.MALFORMED, "A DNS name refers to what comes after it.");
                }
                lowest = target;
                in.position(target);
                continue;
            }
            if (length > DnsType.LONGEST_LABEL || name.length() + length > DnsType.LONGEST_NAME) {
                throw new P2pException(P2pError.MALFORMED, "A DNS name is too long.");
            }
            name.append(name.isEmpty() ? "" : ".").append(text(length));
        }
        if (after >= 0) {
            in.position(after);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
