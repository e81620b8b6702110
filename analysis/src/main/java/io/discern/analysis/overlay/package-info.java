/**
 * How far text burned into a picture pulls an embedding, and how much of that pull is the text.
 *
 * <p>Medical pictures carry markers: sides, names of devices, diagnoses. Each image is encoded clean and in several
 * <em>conditions</em>: with a text on a box, and with controls that lack one thing that the text has, such as the same box left
 * blank, the same ink scrambled, the text in a mirror. What differs between text and control, not the difference to the clean
 * picture, is what an encoder owes to reading. {@link io.discern.analysis.overlay.OverlayRenderer} draws on the source image at
 * a size relative to it, before any encoder's resize, with a bundled font, so the pixels depend neither on installed fonts nor
 * on the Java version.
 *
 * <p>{@link io.discern.analysis.overlay.OverlayBias} is the quick look with text and box;
 * {@link io.discern.analysis.overlay.OverlaySuite} draws a whole {@link io.discern.analysis.overlay.OverlayPlan}. Inside, a
 * run aligns the conditions ({@code AlignedImages}), and each measure ({@code OverlayMeasure}) asks one question of them. A
 * centre crop may cut the overlay off; the suite accounts for what each encoder sees, and its
 * {@link io.discern.analysis.overlay.OverlayVerdict} then says cropped, not robust.
 */
package io.discern.analysis.overlay;
