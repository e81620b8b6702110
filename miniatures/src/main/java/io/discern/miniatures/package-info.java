/**
 * Everything needed to try Discern offline: trained miniatures and synthetic lesions.
 *
 * <p>A <em>miniature</em> is a dual encoder of a megabyte: an image tower and a text tower that a
 * contrastive loss has taught to agree. There are three, and they differ in what they were shown:
 *
 * <ul>
 *   <li>{@code general} saw drawn shapes with readable words and captions that repeat the words. It
 *       learned to read, and never saw a lesion.
 *   <li>{@code general-rich} saw the same pictures with long captions.
 *   <li>{@code medical} saw synthetic lesions with descriptive captions, under scribbles that mean
 *       nothing. It learned to look past them.
 * </ul>
 *
 * <p>The <em>synthetic lesions</em> ({@link io.discern.miniatures.SyntheticLesions}) are caricatures of
 * dermoscopy, radiographs, ultrasound and histology. Each class is a cloud of latent parameters
 * (ragged edge, echo, crowding) that overlaps the others; what a patient's images share (skin tone,
 * gain, stain) is drawn independently of it. The label therefore has to be seen, not guessed from
 * brightness, and it cannot be seen perfectly.
 *
 * <p>Seeds from {@link io.discern.miniatures.SyntheticLesions#FIRST_TRAINING_SEED} on trained the
 * miniatures and are refused for measuring. What the miniatures show on the synthetic lesions is a
 * property of these models and drawings; it says nothing about real encoders or patients.
 */
package io.discern.miniatures;
