package dev.granary.fetchverify.http;

import dev.granary.kernel.ContentDigest;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;

/**
 * A complete 200 answer, ready to be sent again and again.
 *
 * @param etag strong, with quotes
 * @param headers everything but the length and what depends on the request
 * @param body the bytes
 * @param sha256 the digest of the body, by which the store keeps it
 * @param validity how long it may be sent
 */
record ReadyAnswer(String etag, List<Header> headers, Body body, ContentDigest sha256, Validity validity) {
    /** One header field. */
    record Header(CharSequence name, CharSequence value) {}

    /** Where the bytes are. */
    sealed interface Body {
        long size();

        /** In memory. */
        record InMemory(Buffer buffer) implements Body {
            @Override
            public long size() {
                return buffer.length();
            }
        }

        /** In a file of the content store. */
        record OnDisk(String path, long size) implements Body {}
    }

    /**
     * When an answer must be made anew.
     *
     * @param policyRevision the recall book under which it was made
     * @param until after this the document or what policy shows of it may have changed
     */
    record Validity(long policyRevision, Instant until) {
        boolean holds(long currentRevision, Instant now) {
            return policyRevision == currentRevision && now.isBefore(until);
        }
    }

    ReadyAnswer {
        headers = List.copyOf(headers);
    }

    /** The same answer with its body elsewhere. */
    ReadyAnswer withBody(Body elsewhere) {
        return new ReadyAnswer(etag, headers, elsewhere, sha256, validity);
    }
}
