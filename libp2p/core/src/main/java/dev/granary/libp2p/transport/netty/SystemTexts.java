package dev.granary.libp2p.transport.netty;

import dev.granary.libp2p.transport.TextRecords;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.spi.NamingManager;

/** Asks the system's name servers through the JDK, each time on a virtual thread: its resolver blocks. */
public final class SystemTexts implements TextRecords {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}");
    private static final String TXT = "TXT";
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_RECORDS = 128;
    private static final String TIMEOUT_MILLIS = "1000";
    private static final String TRIES = "2";

    private final String servers;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** @param servers such as {@code dns://192.0.2.1:53}, several with a space between */
    SystemTexts(String servers) {
        this.servers = servers;
    }

    /** Asks the servers that this machine is configured with. */
    public SystemTexts() {
        this("dns:");
    }

    /** Finds nothing when many are being asked for already, nor for what is no name of DNS. */
    @Override
    public CompletionStage<List<String>> find(String name) {
        if (!NAME.matcher(name).matches() || !places.tryAcquire()) {
            return CompletableFuture.completedStage(List.of());
        }
        CompletableFuture<List<String>> result = new CompletableFuture<>();
        Thread.ofVirtual().name("libp2p-texts").start(() -> {
            try {
                result.complete(ask(name));
            } catch (NamingException | RuntimeException unknown) {
                result.complete(List.of()); // what nobody knows leads nowhere
            } finally {
                places.release();
            }
        });
        return result;
    }

    /** The DNS provider itself and not the JDK's initial context, which would look into a name for the scheme of a URL. */
    @SuppressWarnings({
        "BanJNDI", // one provider, asked for texts: nothing is deserialized and no reference followed
        "JdkObsolete" // the JDK takes nothing but a Hashtable here
    })
    private List<String> ask(String name) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, servers);
        environment.put("com.sun.jndi.dns.timeout.initial", TIMEOUT_MILLIS);
        environment.put("com.sun.jndi.dns.timeout.retries", TRIES);
        DirContext context = (DirContext) NamingManager.getInitialContext(environment);
        try {
            Attribute found = context.getAttributes(new CompositeName().add(name), new String[] {TXT})
                    .get(TXT);
            List<String> texts = new ArrayList<>();
            NamingEnumeration<?> records = found == null ? null : found.getAll();
            while (records != null && records.hasMore() && texts.size() < MOST_RECORDS) {
                texts.add(unquoted(String.valueOf(records.next())));
            }
            return texts;
        } finally {
            context.close();
        }
    }

    /** The JDK puts a text with blanks in quotes. */
    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
