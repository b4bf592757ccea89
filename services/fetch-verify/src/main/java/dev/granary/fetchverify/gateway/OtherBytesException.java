package dev.granary.fetchverify.gateway;

import java.io.IOException;

/** Another try at a file brings other bytes than clients have had: nothing tells yet who is right. */
final class OtherBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherBytesException(String message) {
        super(message);
    }
}
