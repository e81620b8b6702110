/**
 * Arrays on disk in NumPy's formats, written atomically, and tables as other programs write them.
 *
 * <p>{@link io.discern.store.Npy} and {@link io.discern.store.Npz} exchange arrays with Python; files are not trusted: headers
 * are bounded, sizes are checked before anything is allocated, and no pickled object is ever read. What is written appears whole or not at all.
 */
package io.discern.store;
