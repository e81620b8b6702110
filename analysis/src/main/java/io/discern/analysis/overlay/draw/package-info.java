/**
 * Text on images: what it says, where, how large, in which ink.
 *
 * <p>{@link io.discern.analysis.overlay.draw.OverlayRenderer} draws on the source image at a size relative to it, before any
 * encoder's resize, with a bundled font and coverage computed in plain Java, so the pixels depend neither on installed fonts nor
 * on the Java version.
 */
package io.discern.analysis.overlay.draw;
