# Written by scripts/make-suite.ts: W5 with 8-bit inputs.

import "w5.nf"

network W5U8 {
  input image: u8[3, 240, 320], scale 1/255
  weights random(5)
  precision weights 6b, activations 3b

  image |> output features: Layers
}
