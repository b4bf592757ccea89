package dev.granary.libp2p.mdns;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes one packet. Names are written out: what we send is short. */
final class DnsWriter {
    private static final int TTL_SECONDS = 120;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private DnsWriter() {}

    static byte[] write(DnsMessage message) {
        DnsWriter writer = new DnsWriter();
        writer.message(message);
        return writer.out.toByteArray();
    }

    private void message(DnsMessage message) {
        number(0);
        number(message.isResponse() ? DnsType.RESPONSE : 0);
        number(message.questions().size());
        List<DnsRecord> answers =
                message.records().stream().filter(DnsWriter::isAnswer).toList();
        number(answers.size());
        number(0);
        number(message.records().size() - answers.size());
        for (String question : message.questions()) {
            name(question);
            number(DnsType.PTR);
            number(DnsType.INTERNET);
        }
        answers.forEach(this::write);
        message.records().stream().filter(entry -> !isAnswer(entry)).forEach(this::write);
    }

    /** The rest is additional: rust-libp2p looks for it nowhere else. */
    private static boolean isAnswer(DnsRecord entry) {
        return entry instanceof DnsRecord.Pointer;
    }

    private void write(DnsRecord entry) {
        switch (entry) {
            case DnsRecord.Pointer(String name, String target) ->
                write(name, DnsType.PTR, DnsType.INTERNET, content(inner -> inner.name(target)));
            case DnsRecord.Text(String name, List<String> strings) ->
                write(name, DnsType.TXT, unique(), content(inner -> strings.forEach(inner::string)));
            case DnsRecord.Service(String name, int port, String host) ->
                write(name, DnsType.SRV, unique(), content(inner -> inner.service(port, host)));
            case DnsRecord.Address(String name, var address) -> {
                byte[] bytes = address.getAddress();
                write(name, bytes.length == 4 ? DnsType.A : DnsType.AAAA, unique(), bytes);
            }
        }
    }

    private interface Content {
        void writeTo(DnsWriter writer);
    }

    private static byte[] content(Content content) {
        DnsWriter writer = new DnsWriter();
        content.writeTo(writer);
        return writer.out.toByteArray();
    }

    private static int unique() {
        return DnsType.INTERNET | DnsType.TOP_BIT;
    }

    private void write(String name, int type, int dnsClass, byte[] content) {
        name(name);
        number(type);
        number(dnsClass);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(TTL_SECONDS).array());
        number(content.length);
        out.writeBytes(content);
    }

    private void service(int port, String host) {
        number(0);
        number(0);
        number(port);
        name(host);
    }

    private void number(int value) {
        out.write(value >>> Byte.SIZE);
        out.write(value);
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > DnsType.LONGEST_STRING) {
            throw new IllegalArgumentException("a DNS text of " + bytes.length + " bytes is too long");
        }
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private void name(String name) {
        for (String label : name.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            if (bytes.length == 0 || bytes.length > DnsType.LONGEST_LABEL) {
                throw new IllegalArgumentException("not a DNS name: " + name);
            }
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.write(0);
    }
}
