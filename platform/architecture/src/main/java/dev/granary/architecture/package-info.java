/**
 * The rules of the house style that a machine can check, for the tests of every module.
 *
 * <p>{@link dev.granary.architecture.GranaryRules} holds the rules, {@link dev.granary.architecture.Layout} what they
 * need to know of a module, and {@link dev.granary.architecture.CheckedInFile} compares a generated file with the one
 * that was reviewed. This module depends on no other of ours, so that each of them can be checked by it.
 */
@NullMarked
package dev.granary.architecture;

import org.jspecify.annotations.NullMarked;
