/**
 * Watches the heads of requests where they arrive, before anything reads them: they come in time and in one line a field.
 *
 * <p>The HTTP decoder behind joins folded lines without telling, and waits for the end of a head for as long as now and
 * then a byte comes. Netty's own extension point puts a guard before it on each connection. A guard is confined to its
 * connection's event loop and holds at most one line's beginning.
 */
@NullMarked
package dev.granary.fetchverify.http.head;

import org.jspecify.annotations.NullMarked;
