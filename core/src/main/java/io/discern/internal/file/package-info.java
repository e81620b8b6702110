/**
 * Files as every module of this project reads, names and writes them.
 *
 * <p>{@link io.discern.internal.file.RegularFile} opens what is an ordinary file and nothing else,
 * {@link io.discern.internal.file.FileErrors} says what went wrong in a sentence, {@link io.discern.internal.file.FileNames} spells
 * names alike in every locale, {@link io.discern.internal.file.AtomicFile} writes whole or not at all.
 */
package io.discern.internal.file;
