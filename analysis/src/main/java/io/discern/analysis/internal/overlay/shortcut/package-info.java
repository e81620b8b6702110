/**
 * Overlays that predict the class: what k-NN learns from a bank whose labels are written on the images.
 */
package io.discern.analysis.internal.overlay.shortcut;
