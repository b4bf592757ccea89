/**
 * Private networks: who does not know their key cannot even begin to speak.
 *
 * <p>The key's cipher has no check of its own, so a wrong key shows as garbage in whatever is read first. It keeps strangers
 * out of a network; who a member is, and that nobody changes a byte, is for the secured connection on top.
 */
@NullMarked
package dev.granary.libp2p.pnet;

import org.jspecify.annotations.NullMarked;
