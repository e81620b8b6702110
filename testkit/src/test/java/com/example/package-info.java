/** The encoder of WRITE-AN-ENCODER.md, as it stands there. */
package com.example;
