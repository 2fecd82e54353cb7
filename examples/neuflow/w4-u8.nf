# Written by scripts/make-suite.ts: W4 with 8-bit inputs.

import "w4.nf"

network W4U8 {
  input image: u8[3, 240, 320], scale 1/255
  weights random(4)
  precision weights 6b, activations 3b

  image |> output features: Layers
}
