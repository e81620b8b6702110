/**
 * Suspected shortcuts in data as they are: an attribute of the images (scanner, marker, site) that may give the class away.
 * Nothing is drawn; {@link io.discern.analysis.shortcut.ObservedShortcut} is a metric of labelled embeddings.
 */
package io.discern.analysis.shortcut;
