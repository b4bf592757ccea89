/**
 * What a stack is told to do: by flags, the environment, {@code granary.toml} and what the installed clients use.
 *
 * <p>Plain values and the rules by which one source wins over another: flags, then the environment, then the file, then
 * discovery, then defaults. A credential is only ever named here, by its file or its environment variable; a setting
 * that carries the secret itself is refused.
 */
@NullMarked
package dev.granary.local.settings;

import org.jspecify.annotations.NullMarked;
