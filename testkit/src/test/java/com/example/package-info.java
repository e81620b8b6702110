/** The encoder of docs/WRITE-AN-ENCODER.md, as it stands there. */
package com.example;
