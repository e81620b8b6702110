/**
 * How far text burned into a picture pulls an embedding, and how much of that pull is the text.
 *
 * <p>Medical pictures carry markers: sides, names of devices, diagnoses. Each image is encoded clean and in several
 * <em>conditions</em>: with a text on a box, and with controls that lack one thing that the text has, such as the same box left
 * blank, the same ink scrambled, the text in a mirror. What differs between text and control, not the difference to the clean
 * picture, is what an encoder owes to reading.
 *
 * <p>{@link io.discern.analysis.overlay.OverlayScreening} is the quick look with text and box;
 * {@link io.discern.analysis.overlay.OverlaySuite} draws a whole {@link io.discern.analysis.overlay.run.OverlayPlan}. The rooms
 * behind them: {@link io.discern.analysis.overlay.draw} puts text on images, {@link io.discern.analysis.overlay.run} lists the
 * conditions, {@link io.discern.analysis.overlay.measure} names what is asked of them, and
 * {@link io.discern.analysis.overlay.verdict} says what it all amounts to. A measure of one's own implements
 * {@link io.discern.analysis.overlay.measure.OverlayMeasure}.
 */
package io.discern.analysis.overlay;
