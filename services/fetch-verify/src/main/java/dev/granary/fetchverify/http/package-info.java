/**
 * The gateway's HTTP door.
 *
 * <p>What is held, fresh and allowed is answered on the event loop, from memory or by sendfile. All else is handed to a
 * virtual thread, which comes back to the event loop to write. Nothing here blocks an event loop, and no answer that was
 * prepared under another policy revision is sent.
 */
@NullMarked
package dev.granary.fetchverify.http;

import org.jspecify.annotations.NullMarked;
