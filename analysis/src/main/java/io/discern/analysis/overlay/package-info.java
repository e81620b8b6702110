/**
 * How far text burned into a picture pulls an embedding, and how much of that pull is the text.
 *
 * <p>Medical pictures carry markers: sides, names of devices, diagnoses. Each image is encoded three times: clean, with a
 * <em>text</em> on a box, and with the same <em>box</em> left blank. The box covers the same pixels in both, so what differs
 * between the last two is the glyphs alone; that difference, not the difference to the clean picture, is what an encoder owes
 * to reading. {@link io.discern.analysis.overlay.OverlayRenderer} draws on the source image at a size relative to it, before any
 * encoder's resize, with a bundled font, so the pixels depend neither on installed fonts nor on the Java version.
 *
 * <p>A centre crop may cut text near an edge off; then robustness is only cropping. Keep that in mind when encoders with
 * different preprocessing are compared on images that are not square.
 */
package io.discern.analysis.overlay;
